import { spawn, spawnSync } from 'node:child_process';

const ADDRESS = /(http:\/\/[^\s/]+:\d+)\/health\/ready/;

/** Brings the database up to date, once, before anybody looks at it. */
export async function migrate(environment) {
  const { status, stderr } = spawnSync(process.execPath, ['dist/apps/cli/main.js', 'migrate', 'up'], {
    env: { ...process.env, ...environment },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
}

/** Starts one process of an app; `ready` resolves when it says where it answers. `PORT` is for the first gateway only. */
export function startService({ app, replica }, environment, { ended = () => {} } = {}) {
  const port = replica === 'gateway-1' ? (process.env.PORT ?? '3000') : '0';
  const { HEALTH_PORT: _, ...own } = process.env;
  const child = spawn(process.execPath, [...process.execArgv, `dist/apps/${app}/main.js`], {
    env: { ...own, ...environment, PORT: port, ZHIHENG_REPLICA: replica },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let done = false;
  const exited = new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      done = true;
      ended({ app, replica }, signal ?? `exit ${code}`);
      resolve();
    });
  });
  const service = { app, replica, pid: child.pid, url: '' };
  const ready = new Promise((resolve, reject) => {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      said = (said + text).slice(-10_000);
      const [, found] = ADDRESS.exec(said) ?? [];
      if (found) resolve((service.url = found));
    });
    child.once('error', reject);
    exited.then(() => reject(new Error(`  ${replica} 未能启动 did not start`)));
  });
  const stop = async () => {
    if (!done) child.kill('SIGTERM');
    await exited;
  };
  return Object.assign(service, { ready, stop });
}
