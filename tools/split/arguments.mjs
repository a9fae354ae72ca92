export const SERVICES = ['gateway', 'inspection', 'enforcement', 'interview', 'recall', 'publicity', 'clock'];

/** `--replicas enforcement=2,clock=2 --state file` → the processes to start, and where to write what runs. */
export function readArguments(args, defaultStateFile) {
  const counts = new Map(SERVICES.map((app) => [app, 1]));
  let stateFile = defaultStateFile;
  for (let at = 0; at < args.length; at += 2) {
    const value = args[at + 1];
    if (args[at] === '--replicas' && value !== undefined) readReplicas(value, counts);
    else if (args[at] === '--state' && value !== undefined) stateFile = value;
    else usage();
  }
  const services = [...counts].flatMap(([app, count]) =>
    Array.from({ length: count }, (_, index) => ({ app, replica: `${app}-${index + 1}` })),
  );
  return { services, stateFile };
}

function readReplicas(text, counts) {
  for (const part of text.split(',')) {
    const [, app, count] = /^([a-z]+)=([1-9]\d?)$/.exec(part) ?? [];
    if (!SERVICES.includes(app)) usage();
    counts.set(app, Number(count));
  }
}

function usage() {
  process.stderr.write(
    `用法 Usage: npm run split -- [--replicas <service>=<n>,…] [--state <file>]\n服务 Services: ${SERVICES.join(' ')}\n`,
  );
  process.exit(2);
}
