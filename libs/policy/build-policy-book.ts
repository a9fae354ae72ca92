import type { ConfigFault } from './config-file.js';
import { mismatch } from './config-file.js';
import { chainOf } from './jurisdiction.js';
import type { Jurisdiction } from './jurisdiction.js';
import { flattenLayers } from './policy-book.js';
import type { PolicyBook, Timeline } from './policy-book.js';
import type { PlacedVersion } from './read-rule-set.js';

/** The versions of a layer by key. The nation's layer may give one key in several rule sets, one order replacing another. */
export type Layer = ReadonlyMap<string, readonly PlacedVersion[]>;

export function layerOf(versions: readonly PlacedVersion[]): {
  readonly layer: Layer;
  readonly faults: readonly ConfigFault[];
} {
  const byKey = new Map<string, PlacedVersion[]>();
  for (const version of versions) byKey.set(version.value.key, [...(byKey.get(version.value.key) ?? []), version]);
  const faults: ConfigFault[] = [];
  const layer = new Map<string, readonly PlacedVersion[]>();
  for (const [key, unsorted] of byKey) {
    const ordered = [...unsorted].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
    faults.push(...overlaps(ordered));
    layer.set(
      key,
      ordered.map((version, nth) => endedByNext(version, ordered[nth + 1])),
    );
  }
  return { layer, faults };
}

/** A version without an end is in force until the next one of its layer begins. */
function endedByNext(version: PlacedVersion, next: PlacedVersion | undefined): PlacedVersion {
  return version.until === undefined && next !== undefined ? { ...version, until: next.from } : version;
}

function overlaps(ordered: readonly PlacedVersion[]): readonly ConfigFault[] {
  const faults: ConfigFault[] = [];
  // The version seen so far that ends last among those with a written end: a short one may stand inside a long one.
  let longest: PlacedVersion | undefined;
  for (const [nth, version] of ordered.entries()) {
    const before = ordered[nth - 1];
    const earlier =
      before?.from === version.from
        ? before
        : longest?.until !== undefined && longest.until > version.from
          ? longest
          : undefined;
    if (earlier) {
      const what = {
        zh: `版本重叠：${version.value.key} 与 ${earlier.place.file}:${earlier.place.line} 的版本`,
        en: `overlapping versions of ${version.value.key} (see ${earlier.place.file}:${earlier.place.line})`,
      };
      const expected =
        earlier.until === undefined || earlier.from === version.from ? `!= ${earlier.from}` : `>= ${earlier.until}`;
      faults.push(mismatch(version.place, { what, expected, found: version.from }));
    }
    if (version.until !== undefined && (longest?.until === undefined || version.until > longest.until)) longest = version;
  }
  return faults;
}

/** One key has one kind, whoever gives it: a workflow reads it without asking where it comes from. */
export function kindFaults(versions: readonly PlacedVersion[]): readonly ConfigFault[] {
  const first = new Map<string, PlacedVersion>();
  const faults: ConfigFault[] = [];
  for (const version of versions) {
    const { key, kind } = version.value;
    const known = first.get(key);
    if (known === undefined) first.set(key, version);
    else if (known.value.kind !== kind) {
      const where = `${known.place.file}:${known.place.line}`;
      const what = { zh: `${key} 的类型与 ${where} 不一致`, en: `${key} has another kind at ${where}` };
      faults.push(mismatch(version.place, { what, expected: known.value.kind, found: kind }));
    }
  }
  return faults;
}

/** Lays every jurisdiction's own layer over those above it and over the national rule sets that it takes. */
export function buildPolicyBook(
  jurisdictions: ReadonlyMap<string, Jurisdiction>,
  { nation, local }: { readonly nation: readonly PlacedVersion[]; readonly local: ReadonlyMap<string, Layer> },
): PolicyBook {
  const whole = layerOf(nation).layer;
  const nationFor = ({ lawRuleSets }: Jurisdiction): Layer =>
    lawRuleSets === 'all' ? whole : layerOf(nation.filter(({ value }) => lawRuleSets.includes(value.ruleSet))).layer;
  const book = new Map<string, ReadonlyMap<string, Timeline>>();
  for (const jurisdiction of jurisdictions.values()) {
    const layers = [
      ...chainOf(jurisdiction.code, jurisdictions).flatMap((code) => local.get(code) ?? []),
      nationFor(jurisdiction),
    ];
    const keys = new Set(layers.flatMap((layer) => [...layer.keys()]));
    const timelines = [...keys].sort().map((key) => [key, flattenLayers(layers.map((layer) => layer.get(key) ?? []))] as const);
    book.set(jurisdiction.code, new Map(timelines));
  }
  return { jurisdictions: book };
}
