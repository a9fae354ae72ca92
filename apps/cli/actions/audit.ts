import { openExport } from '@zhiheng/audit-files';
import type { Export } from '@zhiheng/audit-files';
import { createRegistry, replay, verifyChain } from '@zhiheng/engine';
import { PostgresEngineStore, PostgresLogStore } from '@zhiheng/persistence';
import { allUpgrades, allWorkflows } from '@zhiheng/workflows';
import { EXIT } from '../exit-codes.js';
import { print, printJson } from '../print.js';
import { withCurrentDatabase } from '../with-database.js';

type Report = {
  readonly instances: number;
  readonly entries: number;
  readonly root?: string;
  readonly faults: readonly object[];
};
type Source = { readonly from: string | undefined; readonly json: boolean };

export async function verifyLogs({ from, json }: Source): Promise<void> {
  if (from === undefined)
    return withCurrentDatabase(async ({ pool }) => report(await verifyChain(new PostgresLogStore(pool)), json));
  const exported = await openExport(from);
  const found = await verifyChain(exported.logs);
  report({ ...found, faults: [...exportFaults(exported, found), ...found.faults] }, json);
}

export async function replayLogs({ from, json }: Source): Promise<void> {
  const registry = createRegistry(allWorkflows, allUpgrades);
  if (from === undefined) {
    return withCurrentDatabase(async ({ pool }) =>
      report(await replay({ logs: new PostgresLogStore(pool), frames: new PostgresEngineStore(pool), registry }), json),
    );
  }
  const { logs, frames, fileFaults } = await openExport(from);
  const found = await replay({ logs, frames, registry });
  report({ ...found, faults: [...fileFaults, ...found.faults] }, json);
}

/** What only the manifest tells: files that were changed, and procedures that were left out. */
function exportFaults({ manifest, fileFaults }: Export, found: Report): readonly object[] {
  const faults: object[] = [...fileFaults];
  if (found.root !== manifest.root) faults.push({ code: 'ROOT_DIFFERS', expected: manifest.root, found: found.root });
  for (const [part, expected, actual] of [
    ['procedures', manifest.procedures, found.instances],
    ['entries', manifest.entries, found.entries],
  ] as const)
    if (expected !== actual) faults.push({ code: 'COUNT_DIFFERS', part, expected, found: actual });
  return faults;
}

function report(found: Report, json: boolean): void {
  if (found.faults.length > 0) process.exitCode = EXIT.failed;
  if (json) return printJson(found);
  print(`程序 procedures ${found.instances}，记录 entries ${found.entries}，差错 faults ${found.faults.length}`);
  if (found.root !== undefined) print(`总散列 root over all logs ${found.root}`);
  for (const fault of found.faults.slice(0, 20)) print(`  ${JSON.stringify(fault)}`);
}
