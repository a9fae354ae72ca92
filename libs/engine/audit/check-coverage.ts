import { instant, startOfLegalDay } from '@zhiheng/kernel';
import type { Instant, LegalDate } from '@zhiheng/kernel';
import type { StoredHistory } from '../ports.js';
import type { DaysChecked, RootFault, RootOfDay } from './check-days.js';
import { FIRST_PREVIOUS, dayAfter } from './daily-root.js';
import type { HeadOfDay } from './daily-root.js';
import { parseEntry } from './seal-entry.js';

/** Longest time from a decision to its commit that is taken for innocent (milliseconds). */
const LATE_MS = 3_600_000;

type Span = { readonly from: Instant | undefined; readonly until: Instant };

/** What the roots say about one history: what they cover must be there with the same hash, and what is old enough must be covered. */
export function coverageOf(
  roots: readonly RootOfDay[],
  days: DaysChecked,
): (history: StoredHistory, heads: readonly HeadOfDay[]) => readonly RootFault[] {
  const lastUntil = roots.at(-1)?.root.until;
  // Of each day but the first: decisions of its entries are no older than this.
  const oldest = new Map<LegalDate, Instant>();
  for (const [index, { root }] of roots.entries()) {
    const earlier = roots[index - 1];
    if (earlier !== undefined) oldest.set(root.day, lateBefore(earlier.root.until));
  }
  const restored = new Set(days.restored.map(({ day }) => day));
  // Heads or roots of these days are lost: nobody can say what they covered.
  const doubtful: readonly Span[] = [
    ...roots
      .filter(({ root: { day } }) => days.unsound.has(day) && !restored.has(day))
      .map(({ root }) => ({ from: oldest.get(root.day), until: root.until })),
    ...roots.filter(followsGap(roots)).map(({ root }) => ({ from: oldest.get(root.day), until: startOfLegalDay(root.day) })),
  ];

  return ({ instance: { instanceId }, log }, heads) => {
    const differing = firstDifference(log, heads);
    if (differing !== undefined) return [{ instanceId, ...differing }];
    if (lastUntil === undefined) return [];
    for (const { seq, text } of log) {
      const at: unknown = parseEntry(text)?.at;
      // An entry that cannot be read is reported by the check of the chain.
      if (!isInstant(at) || doubtful.some((span) => isWithin(at, span))) continue;
      const fault = uncovered({ seq, at, heads, lastUntil, oldest });
      if (fault !== undefined) return [{ instanceId, ...fault }];
    }
    return [];
  };
}

/** Whether roots are missing before a root. */
function followsGap(roots: readonly RootOfDay[]): (one: RootOfDay, index: number) => boolean {
  return ({ root: { day, previous } }, index) => {
    const earlier = roots[index - 1];
    return earlier === undefined ? previous !== FIRST_PREVIOUS : dayAfter(earlier.root.day) !== day;
  };
}

type Unnamed = Omit<RootFault, 'instanceId'>;

function firstDifference(log: StoredHistory['log'], heads: readonly HeadOfDay[]): Unnamed | undefined {
  const hashes = new Map(log.map(({ seq, hash }) => [seq, hash]));
  let sound = 0;
  for (const { day, seq, headHash } of heads) {
    const found = hashes.get(seq);
    for (let at = sound + 1; at <= seq; at++) {
      if (!hashes.has(at))
        return { day, seq: at, code: 'ENTRY_REMOVED', expected: `entries to ${seq}, head ${headHash}`, found: 'none' };
    }
    if (found !== headHash) {
      const doubt = sound + 1 === seq ? `entry ${seq} is forged` : `entries ${sound + 1}–${seq}: one of them is forged`;
      return { day, seq: sound + 1, code: 'ENTRY_FORGED', expected: `head ${headHash} at ${seq}`, found: `${found}; ${doubt}` };
    }
    sound = seq;
  }
  return undefined;
}

type Covered = {
  readonly seq: number;
  readonly at: Instant;
  readonly heads: readonly HeadOfDay[];
  readonly lastUntil: Instant;
  readonly oldest: ReadonlyMap<LegalDate, Instant>;
};

function uncovered({ seq, at, heads, lastUntil, oldest }: Covered): Unnamed | undefined {
  const covering = heads.find((head) => head.seq >= seq);
  if (covering === undefined) {
    if (at >= lateBefore(lastUntil)) return undefined;
    return { seq, code: 'ENTRY_NOT_UNDER_ROOT', expected: `a root that covers what was decided ${at}`, found: 'none' };
  }
  const { day } = covering;
  const bound = oldest.get(day);
  if (bound === undefined || at >= bound) return undefined;
  return { day, seq, code: 'ENTRY_BACKDATED', expected: `a root of the day of ${at}`, found: `first covered by ${day}` };
}

function isWithin(at: Instant, { from, until }: Span): boolean {
  return at < until && (from === undefined || at >= from);
}

function isInstant(value: unknown): value is Instant {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}

function lateBefore(until: Instant): Instant {
  return instant(Date.parse(until) - LATE_MS);
}
