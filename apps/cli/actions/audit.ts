import { keptRoots, openExport } from '@zhiheng/audit-files';
import type { Export } from '@zhiheng/audit-files';
import { createRegistry, openRootCheck, replay, verifyChain } from '@zhiheng/engine';
import type { RootsChecked } from '@zhiheng/engine';
import { ZhihengError } from '@zhiheng/kernel';
import { PostgresEngineStore, PostgresLogStore, PostgresRootStore } from '@zhiheng/persistence';
import { allUpgrades, allWorkflows } from '@zhiheng/workflows';
import { EXIT } from '../exit-codes.js';
import { print, printJson } from '../print.js';
import { withCurrentDatabase } from '../with-database.js';

type Report = {
  readonly instances: number;
  readonly entries: number;
  readonly root?: string;
  readonly roots?: RootsChecked;
  readonly faults: readonly object[];
};
type Source = { readonly from: string | undefined; readonly json: boolean };

/** Checks chains, and the histories against the daily roots: those kept elsewhere (a file, a folder, an address), else the stored ones. */
export async function verifyLogs({ from, root, json }: Source & { readonly root: string | undefined }): Promise<void> {
  if (from === undefined) {
    const kept = root === undefined ? undefined : await keptRoots(root);
    return withCurrentDatabase(async ({ pool }) => {
      const against = await openRootCheck(new PostgresRootStore(pool), kept);
      report(await verifyChain(new PostgresLogStore(pool), { against }), json);
    });
  }
  if (root !== undefined)
    throw new ZhihengError('OPTION_INVALID', { expected: '--from 或 --root 之一 one of --from and --root', found: 'both' });
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
  if (found.roots !== undefined) print(anchorOf(found.roots));
  for (const fault of found.faults.slice(0, 20)) print(`  ${JSON.stringify(fault)}`);
}

function anchorOf({ days, last, anchor, keptUntil }: RootsChecked): string {
  if (last === undefined) return '尚无日根，只校验了散列链 no daily root yet: only the chains were checked';
  const until = `日根 daily roots ${days}，至 until ${last.day} ${last.hash}`;
  if (anchor === 'kept') return `${until}\n对照库外保存的日根，至 against roots kept elsewhere, until ${keptUntil}`;
  return `${until}\n注意：这些日根就在同一数据库中，能改动数据库的人也能一并改动；请用 --root 对照库外保存的日根
These roots lie in the same database: who can change it can change them too. Compare with roots kept elsewhere: --root`;
}
