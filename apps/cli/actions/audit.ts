import { replay, verifyChain } from '@zhiheng/engine';
import { PostgresLogStore } from '@zhiheng/persistence';
import { print, printJson } from '../print.js';
import { withSystem } from '../with-system.js';

type Report = {
  readonly instances: number;
  readonly entries: number;
  readonly root?: string;
  readonly faults: readonly object[];
};

export function verifyLogs(json: boolean): Promise<void> {
  return withSystem(async ({ database }) => report(await verifyChain(new PostgresLogStore(database.pool)), json));
}

export function replayLogs(json: boolean): Promise<void> {
  return withSystem(async ({ database, runtime, law }) =>
    report(await replay({ logs: new PostgresLogStore(database.pool), frames: runtime.store, registry: law.registry }), json),
  );
}

function report(found: Report, json: boolean): void {
  if (found.faults.length > 0) process.exitCode = 1;
  if (json) {
    printJson(found);
    return;
  }
  print(`程序 procedures ${found.instances}，记录 entries ${found.entries}，差错 faults ${found.faults.length}`);
  if (found.root !== undefined) print(`总散列 root over all logs ${found.root}`);
  for (const fault of found.faults.slice(0, 20)) print(`  ${JSON.stringify(fault)}`);
}
