import { sha256 } from '@zhiheng/kernel';
import type { InstanceId } from '@zhiheng/kernel';
import { rootOverHeads } from './root-over-heads.js';
import type { LogStore, StoredEntry, StoredHistory, StoredInstance } from '../ports.js';
import type { RootFault } from './check-days.js';
import type { RootCheck, RootsChecked } from './check-roots.js';
import { CHAIN_START } from '../state.js';
import { parseEntry } from './seal-entry.js';
import type { LogEntry } from './seal-entry.js';

export type ChainFault = {
  readonly instanceId: InstanceId;
  readonly seq?: number;
  readonly code:
    | 'HASH_DIFFERS'
    | 'LINK_BROKEN'
    | 'ENTRY_MISSING'
    | 'ENTRY_MISPLACED'
    | 'HEAD_DIFFERS'
    | 'SNAPSHOT_DIFFERS'
    | 'ENTRY_UNREADABLE'
    | 'INSTANCE_MISSING';
  readonly expected: string;
  readonly found: string;
};
export type ChainReport = {
  readonly instances: number;
  readonly entries: number;
  /** One hash over the heads of all logs: equal for two systems only when every entry of every log is equal. */
  readonly root: string;
  /** Which daily roots the logs were checked against. */
  readonly roots?: RootsChecked;
  readonly faults: readonly (ChainFault | RootFault)[];
};

export type VerifyOptions = {
  readonly page?: number;
  readonly onPage?: (instances: number) => void;
  /** Daily roots to check against: what was removed or forged with its chain made whole again shows only there. */
  readonly against?: RootCheck;
};

/** Checks every log: each entry's hash over its text, each link, no gap, and that head and snapshot of the procedure are those of its last entry. */
export async function verifyChain(
  logs: LogStore & { orphans(limit: number): Promise<readonly InstanceId[]> },
  { page = 500, onPage, against }: VerifyOptions = {},
): Promise<ChainReport> {
  let instances = 0;
  let entries = 0;
  const faults: (ChainFault | RootFault)[] = [];
  const root = rootOverHeads();
  for await (const found of pagesOf(logs, page)) {
    for (const { instance, log } of found) {
      root.add(instance);
      entries += log.length;
      faults.push(...checkHistory(instance, log));
    }
    if (against !== undefined) faults.push(...(await against.page(found)));
    instances += found.length;
    if (found.length === page) onPage?.(instances);
  }
  for (const instanceId of await logs.orphans(1_000)) {
    faults.push({ instanceId, code: 'INSTANCE_MISSING', expected: 'a procedure for this log', found: 'none' });
  }
  if (against === undefined) return { instances, entries, root: root.hash(), faults };
  faults.push(...(await against.end()));
  return { instances, entries, root: root.hash(), roots: against.summary, faults };
}

export async function* histories(logs: LogStore, page: number): AsyncGenerator<StoredHistory> {
  for await (const found of pagesOf(logs, page)) yield* found;
}

async function* pagesOf(logs: LogStore, page: number): AsyncGenerator<readonly StoredHistory[]> {
  let after: InstanceId | undefined;
  for (;;) {
    const found = await logs.historiesAfter(after, page);
    if (found.length === 0) return;
    yield found;
    after = found.at(-1)!.instance.instanceId;
  }
}

/** Pure: what is wrong with one stored history. */
export function checkHistory(instance: StoredInstance, log: readonly StoredEntry[]): readonly ChainFault[] {
  const { instanceId } = instance;
  const faults: ChainFault[] = [];
  let previous = CHAIN_START;
  let expectedSeq = 1;
  let last: LogEntry | undefined;
  for (const { seq, text, hash } of log) {
    if (seq !== expectedSeq)
      faults.push({
        instanceId,
        seq: expectedSeq,
        code: 'ENTRY_MISSING',
        expected: `entry ${expectedSeq}`,
        found: `entry ${seq}`,
      });
    const actual = sha256(text);
    if (actual !== hash) faults.push({ instanceId, seq, code: 'HASH_DIFFERS', expected: hash, found: actual });
    last = parseEntry(text);
    if (last === undefined)
      faults.push({ instanceId, seq, code: 'ENTRY_UNREADABLE', expected: 'an entry as JSON', found: text.slice(0, 40) });
    else {
      if (last.prev !== previous)
        faults.push({ instanceId, seq, code: 'LINK_BROKEN', expected: previous, found: String(last.prev) });
      if (last.instance !== instanceId || last.seq !== seq) {
        faults.push({
          instanceId,
          seq,
          code: 'ENTRY_MISPLACED',
          expected: `${instanceId}#${seq}`,
          found: `${last.instance}#${last.seq}`,
        });
      }
    }
    previous = hash;
    expectedSeq = seq + 1;
  }
  if (instance.seq !== expectedSeq - 1) {
    faults.push({
      instanceId,
      seq: instance.seq,
      code: 'ENTRY_MISSING',
      expected: `${instance.seq} entries`,
      found: `${expectedSeq - 1}`,
    });
  }
  if (instance.headHash !== previous)
    faults.push({ instanceId, code: 'HEAD_DIFFERS', expected: previous, found: instance.headHash });
  const snapshot = sha256(instance.snapshotText);
  if (last !== undefined && last.snapshot !== snapshot)
    faults.push({ instanceId, code: 'SNAPSHOT_DIFFERS', expected: last.snapshot, found: snapshot });
  return faults;
}
