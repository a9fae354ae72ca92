import { sha256 } from '@zhiheng/kernel';
import type { InstanceId, LegalDate } from '@zhiheng/kernel';
import { FIRST_PREVIOUS, dayAfter, headText, parseRoot } from './daily-root.js';
import type { DailyRoot, HeadOfDay, RootedHead, SealedRoot } from './daily-root.js';
import { merkleTree } from './merkle-tree.js';

export type RootFault = {
  readonly day?: LegalDate;
  readonly instanceId?: InstanceId;
  readonly seq?: number;
  readonly code:
    | 'ROOT_UNREADABLE'
    | 'ROOT_DIFFERS'
    | 'ROOT_MISSING'
    | 'ROOT_LINK_BROKEN'
    | 'HEADS_DIFFER'
    | 'HEAD_REMOVED'
    | 'HEAD_INSERTED'
    | 'HEAD_CHANGED'
    | 'HEADS_WITHOUT_ROOT'
    | 'ENTRY_REMOVED'
    | 'ENTRY_FORGED'
    | 'ENTRY_NOT_UNDER_ROOT'
    | 'ENTRY_BACKDATED'
    | 'HISTORY_REMOVED';
  readonly expected: string;
  readonly found: string;
};

export type RootOfDay = { readonly sealed: SealedRoot; readonly root: DailyRoot };

/** Heads of one day in order of procedures. */
type HeadsOn = (day: LegalDate) => AsyncIterable<RootedHead>;

/**
 * The roots that count, oldest first: what was kept elsewhere wins over what the database holds, and by the chain one kept root
 * stands for all before it.
 */
export function rootsThatCount({
  kept,
  stored,
}: {
  readonly kept: readonly SealedRoot[];
  readonly stored: readonly SealedRoot[];
}): {
  readonly roots: readonly RootOfDay[];
  readonly faults: readonly RootFault[];
} {
  const faults: RootFault[] = [];
  const byDay = new Map(stored.map((sealed) => [sealed.day, sealed]));
  for (const sealed of kept) {
    const { day, hash } = sealed;
    const found = byDay.get(day);
    if (found === undefined) faults.push({ day, code: 'ROOT_MISSING', expected: hash, found: 'none in the database' });
    else if (sha256(found.text) !== sha256(sealed.text))
      faults.push({ day, code: 'ROOT_DIFFERS', expected: sealed.text, found: found.text });
    byDay.set(day, sealed);
  }
  const roots: RootOfDay[] = [];
  for (const sealed of [...byDay.values()].sort((a, b) => (a.day < b.day ? -1 : 1))) {
    const { day, hash, text } = sealed;
    const root = parseRoot(text);
    if (sha256(text) !== hash) faults.push({ day, code: 'ROOT_DIFFERS', expected: hash, found: sha256(text) });
    if (root === undefined || root.day !== day)
      faults.push({ day, code: 'ROOT_UNREADABLE', expected: `the root of ${day}`, found: text.slice(0, 80) });
    else roots.push({ sealed, root });
  }
  return { roots, faults: [...faults, ...brokenLinks(roots)] };
}

function brokenLinks(roots: readonly RootOfDay[]): readonly RootFault[] {
  const faults: RootFault[] = [];
  for (const [index, { root }] of roots.entries()) {
    const before = roots[index - 1];
    const { day } = root;
    if (before === undefined) {
      if (root.previous !== FIRST_PREVIOUS)
        faults.push({ day, code: 'ROOT_MISSING', expected: `the roots before ${day}`, found: 'none' });
      continue;
    }
    if (dayAfter(before.root.day) !== day)
      faults.push({
        day: dayAfter(before.root.day),
        code: 'ROOT_MISSING',
        expected: 'a root for every day',
        found: `next is ${day}`,
      });
    if (root.previous !== sha256(before.sealed.text))
      faults.push({ day, code: 'ROOT_LINK_BROKEN', expected: sha256(before.sealed.text), found: root.previous });
  }
  return faults;
}

export type DaysChecked = {
  readonly faults: readonly RootFault[];
  /** Days whose stored heads are not those that the root covers. */
  readonly unsound: ReadonlySet<LegalDate>;
  /** The true heads of unsound days, where somebody kept them. */
  readonly restored: readonly HeadOfDay[];
};

/** Computes the tree of every day again. Where it differs and the heads of the day were kept elsewhere, each difference is named. */
export async function checkDays(
  roots: readonly RootOfDay[],
  { stored, kept }: { readonly stored: HeadsOn; readonly kept: (day: LegalDate) => AsyncIterable<RootedHead> | undefined },
): Promise<DaysChecked> {
  const faults: RootFault[] = [];
  const unsound = new Set<LegalDate>();
  const restored: HeadOfDay[] = [];
  for (const { root } of roots) {
    const { day } = root;
    const found = await treeOver(stored(day));
    if (found.root === root.tree) continue;
    unsound.add(day);
    faults.push({
      day,
      code: 'HEADS_DIFFER',
      expected: `${root.heads} heads, tree ${root.tree}`,
      found: `${found.size} heads, tree ${found.root}`,
    });
    const keptHeads = kept(day);
    if (keptHeads === undefined || (await treeOver(keptHeads)).root !== root.tree) continue;
    const truth = await all(kept(day)!);
    restored.push(...truth.map((head) => ({ ...head, day })));
    faults.push(...differences(day, { truth, found: await all(stored(day)) }));
  }
  return { faults, unsound, restored };
}

async function treeOver(heads: AsyncIterable<RootedHead>): Promise<{ readonly root: string; readonly size: number }> {
  const tree = merkleTree();
  let size = 0;
  for await (const head of heads) {
    tree.add(headText(head));
    size++;
  }
  return { root: tree.root(), size };
}

async function all(heads: AsyncIterable<RootedHead>): Promise<readonly RootedHead[]> {
  const found: RootedHead[] = [];
  for await (const head of heads) found.push(head);
  return found;
}

function differences(
  day: LegalDate,
  { truth, found }: { readonly truth: readonly RootedHead[]; readonly found: readonly RootedHead[] },
): readonly RootFault[] {
  const faults: RootFault[] = [];
  const left = new Map(found.map((head) => [head.instanceId, head]));
  for (const head of truth) {
    const { instanceId, seq } = head;
    const stored = left.get(instanceId);
    left.delete(instanceId);
    if (stored === undefined)
      faults.push({ day, instanceId, seq, code: 'HEAD_REMOVED', expected: headText(head), found: 'none' });
    else if (headText(stored) !== headText(head))
      faults.push({ day, instanceId, seq, code: 'HEAD_CHANGED', expected: headText(head), found: headText(stored) });
  }
  for (const head of left.values()) {
    const { instanceId, seq } = head;
    faults.push({ day, instanceId, seq, code: 'HEAD_INSERTED', expected: 'none', found: headText(head) });
  }
  return faults;
}
