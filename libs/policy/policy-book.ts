import type { Citation } from '@zhiheng/calendar';
import { ZhihengError } from '@zhiheng/kernel';
import type { Bilingual, Json, LegalDate } from '@zhiheng/kernel';
import type { PolicyKind } from './rule-set-schema.js';

/** A policy value with where it comes from. `value` is a TermRule for a term, yuan for an amount, 0..1 for a ratio. */
export type PolicyValue = {
  readonly key: string;
  readonly kind: PolicyKind;
  readonly value: Json;
  readonly citation: Citation;
  readonly title: Bilingual;
  /** The rule set that gives it; for local policy the code of the jurisdiction unless the file names one. */
  readonly ruleSet: string;
  /** The first day on which this version is in force. */
  readonly from: LegalDate;
  /** False for a value that no law sets: it may be argued with and tuned. */
  readonly statutory: boolean;
};

/** A version of a value as one layer (a city, a province, the nation) gives it; in force on [from, until). */
export type PolicyVersion = { readonly from: LegalDate; readonly until?: LegalDate; readonly value: PolicyValue };

/** What is in force for one key in one jurisdiction, in order of time, without overlaps; gaps are possible. */
export type Timeline = readonly PolicyVersion[];

/** The policy of all jurisdictions, validated. Ask it with `resolvePolicy`. */
export type PolicyBook = { readonly jurisdictions: ReadonlyMap<string, ReadonlyMap<string, Timeline>> };

/** Plain JSON: logged with the decision, so that replay reads this and never config. */
export type ResolvedPolicy = { readonly jurisdiction: string; readonly values: { readonly [key: string]: PolicyValue } };

/**
 * The values in force on a legal date, for the keys that a workflow asks for. The nearest layer that has a version in force
 * on that day gives the value: the jurisdiction itself, then those above it, then the nation.
 * @throws ZhihengError JURISDICTION_UNKNOWN, or POLICY_KEY_MISSING naming every missing key, the jurisdiction and the date
 */
export function resolvePolicy(
  book: PolicyBook,
  request: { readonly jurisdiction: string; readonly keys: readonly string[]; readonly on: LegalDate },
): ResolvedPolicy {
  const timelines = timelinesOf(book, request.jurisdiction);
  const values: Record<string, PolicyValue> = {};
  const missing: string[] = [];
  for (const key of request.keys) {
    const version = inForce(timelines.get(key) ?? [], request.on);
    if (version === undefined) missing.push(key);
    else values[key] = version.value;
  }
  if (missing.length > 0) throw keysMissing(timelines, { ...request, keys: missing });
  return { jurisdiction: request.jurisdiction, values };
}

/**
 * The dates, in order, at which the resolved set of these keys changes: between two of them `resolvePolicy` gives the same
 * (or lacks the same keys), so that the engine may cache by epoch.
 */
export function policyEpochs(book: PolicyBook, jurisdiction: string, keys: readonly string[]): readonly LegalDate[] {
  const timelines = timelinesOf(book, jurisdiction);
  const dates = keys.flatMap((key) => {
    const timeline = timelines.get(key) ?? [];
    // An end at which the next version begins is that version's beginning.
    return timeline.flatMap(({ from, until }) => (until === undefined ? [from] : [from, until]));
  });
  return [...new Set(dates)].sort();
}

/** Lays the versions of layers over each other, nearest layer first. Versions of one layer must not overlap. */
export function flattenLayers(layers: readonly (readonly PolicyVersion[])[]): Timeline {
  const dates = layers.flat().flatMap(({ from, until }) => (until === undefined ? [from] : [from, until]));
  const timeline: { from: LegalDate; until?: LegalDate; value: PolicyValue }[] = [];
  for (const date of [...new Set(dates)].sort()) {
    const value = firstInForce(layers, date)?.value;
    const last = timeline.at(-1);
    const open = last !== undefined && last.until === undefined ? last : undefined;
    if (open?.value === value) continue;
    if (open) open.until = date;
    if (value) timeline.push({ from: date, value });
  }
  return timeline;
}

function firstInForce(layers: readonly (readonly PolicyVersion[])[], on: LegalDate): PolicyVersion | undefined {
  for (const layer of layers) {
    const version = inForce(layer, on);
    if (version) return version;
  }
  return undefined;
}

function inForce(versions: readonly PolicyVersion[], on: LegalDate): PolicyVersion | undefined {
  return versions.find(({ from, until }) => from <= on && (until === undefined || on < until));
}

function timelinesOf(book: PolicyBook, jurisdiction: string): ReadonlyMap<string, Timeline> {
  const timelines = book.jurisdictions.get(jurisdiction);
  if (timelines) return timelines;
  throw new ZhihengError('JURISDICTION_UNKNOWN', {
    expected: [...book.jurisdictions.keys()].sort().join(' | '),
    found: jurisdiction,
  });
}

function keysMissing(
  timelines: ReadonlyMap<string, Timeline>,
  { jurisdiction, keys, on }: { readonly jurisdiction: string; readonly keys: readonly string[]; readonly on: LegalDate },
): ZhihengError {
  const found = keys.map((key) => `${key}: ${showPeriods(timelines.get(key) ?? [])}`).join('; ');
  return new ZhihengError('POLICY_KEY_MISSING', {
    expected: `辖区 ${jurisdiction} 在 ${on} 有效的 ${keys.join(', ')} in force in jurisdiction ${jurisdiction} on ${on}`,
    found,
  });
}

/** `2019-04-01..2021-07-15, 2021-07-15..` with the last day excluded, or that there is none. */
export function showPeriods(timeline: Timeline): string {
  return timeline.map(({ from, until }) => `${from}..${until ?? ''}`).join(', ') || '未配置 not configured';
}
