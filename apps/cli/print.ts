// `… | head -1` closes the pipe early: that is the reader's right, not a fault.
process.stdout.on('error', (fault: NodeJS.ErrnoException) => {
  if (fault.code !== 'EPIPE') throw fault;
  process.exit(0);
});

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** A fault for programs, as the HTTP interface would say it: one line of JSON on standard error. */
export function printProblem(
  problem: { readonly code: string; readonly title: string } & Readonly<Record<string, unknown>>,
): void {
  process.stderr.write(`${JSON.stringify(problem)}\n`);
}
