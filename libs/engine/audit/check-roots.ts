import type { InstanceId, LegalDate } from '@zhiheng/kernel';
import type { StoredHistory } from '../ports.js';
import { checkDays, rootsThatCount } from './check-days.js';
import type { RootFault } from './check-days.js';
import { coverageOf } from './check-coverage.js';
import type { HeadOfDay, RootedHead, SealedRoot } from './daily-root.js';

/** The roots and heads that the database holds. */
export interface RootStore {
  /** All roots, oldest first. */
  roots(): Promise<readonly SealedRoot[]>;
  /** Heads of one day in order of procedures. */
  headsOn(day: LegalDate): AsyncIterable<RootedHead>;
  /** Every head of these procedures, by procedure and day. */
  headsOf(instanceIds: readonly InstanceId[]): Promise<readonly HeadOfDay[]>;
  /** The last heads of procedures that have neither a row nor an entry. */
  headsWithoutLog(limit: number): Promise<readonly HeadOfDay[]>;
  /** Days with heads but no root. */
  daysWithoutRoot(): Promise<readonly LegalDate[]>;
}

/** What was kept outside the database: roots, and for some or all days the heads. */
export type KeptRoots = {
  readonly roots: readonly SealedRoot[];
  readonly headsOn: (day: LegalDate) => AsyncIterable<RootedHead> | undefined;
};

export type RootsChecked = {
  readonly days: number;
  readonly last?: SealedRoot;
  /** `kept`: checked against roots from outside; `stored`: against those of the same database, which its owner can change too. */
  readonly anchor: 'kept' | 'stored';
  /** The last day that a root from outside vouches for. */
  readonly keptUntil?: LegalDate;
};

/** The check of histories against daily roots, page by page. */
export interface RootCheck {
  readonly summary: RootsChecked;
  page(histories: readonly StoredHistory[]): Promise<readonly RootFault[]>;
  /** After the last page: what the roots know and the histories do not. */
  end(): Promise<readonly RootFault[]>;
}

const MOST_REMOVED = 1_000;

/** Checks roots and days at once, and answers the check of the histories. Roots made after this moment are left for the next time. */
export async function openRootCheck(store: RootStore, kept?: KeptRoots): Promise<RootCheck> {
  const stored = await store.roots();
  const counted = rootsThatCount({ kept: kept?.roots ?? [], stored });
  const { roots } = counted;
  const rootless = await store.daysWithoutRoot();
  const days = await checkDays(roots, { stored: (day) => store.headsOn(day), kept: (day) => kept?.headsOn(day) });
  const check = coverageOf(roots, days);
  const restored = groupByProcedure(days.restored);
  const replaced = new Set(days.restored.map(({ day }) => day));
  const known = new Set(roots.map(({ root }) => root.day));
  const seen = new Set<InstanceId>();
  const faults: RootFault[] = [
    ...counted.faults,
    ...rootless
      .filter((day) => !known.has(day))
      .map((day): RootFault => ({ day, code: 'HEADS_WITHOUT_ROOT', expected: 'a root for its heads', found: 'none' })),
    ...days.faults,
  ];
  const lastRoot = roots.at(-1);
  const lastKept = kept?.roots
    .map(({ day }) => day)
    .sort()
    .at(-1);
  const trueHeads = (id: InstanceId, found: readonly HeadOfDay[]): readonly HeadOfDay[] => {
    const outside = restored.get(id) ?? [];
    return [...found.filter(({ day }) => known.has(day) && !replaced.has(day)), ...outside].sort((a, b) =>
      a.day < b.day ? -1 : 1,
    );
  };
  return {
    summary: {
      days: roots.length,
      ...(lastRoot && { last: lastRoot.sealed }),
      anchor: lastKept === undefined ? 'stored' : 'kept',
      ...(lastKept !== undefined && { keptUntil: lastKept }),
    },
    page: async (histories) => {
      const ids = histories.map(({ instance }) => instance.instanceId);
      const heads = groupByProcedure(await store.headsOf(ids));
      return histories.flatMap((history) => {
        const { instanceId } = history.instance;
        if (restored.has(instanceId)) seen.add(instanceId);
        return check(history, trueHeads(instanceId, heads.get(instanceId) ?? []));
      });
    },
    end: async () => {
      const removed = new Map<InstanceId, HeadOfDay>();
      for (const head of await store.headsWithoutLog(MOST_REMOVED)) if (known.has(head.day)) removed.set(head.instanceId, head);
      for (const [id, heads] of restored) if (!seen.has(id)) removed.set(id, heads.at(-1)!);
      for (const { instanceId, seq, day, headHash } of removed.values())
        faults.push({
          day,
          instanceId,
          seq,
          code: 'HISTORY_REMOVED',
          expected: `${seq} entries, head ${headHash}`,
          found: 'none',
        });
      return faults;
    },
  };
}

function groupByProcedure(heads: readonly HeadOfDay[]): Map<InstanceId, HeadOfDay[]> {
  const grouped = new Map<InstanceId, HeadOfDay[]>();
  for (const head of heads) grouped.set(head.instanceId, [...(grouped.get(head.instanceId) ?? []), head]);
  return grouped;
}
