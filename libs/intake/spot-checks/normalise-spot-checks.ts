import type { Bilingual } from '@zhiheng/kernel';
import type { ImportProfile } from '../profile/import-profile.js';
import type { RawRow } from '../reading/parse-csv.js';
import { itemKey } from '../values/test-items.js';
import type { TestItem } from '../values/test-items.js';
import { measurementKey } from '../values/measurement.js';
import { daysBetween, findTwins } from './find-twins.js';
import type { Group } from './find-twins.js';
import { fingerprintRows } from './identity.js';
import { readRow } from './read-row.js';
import type { ReadRow } from './read-row.js';
import { regimeOf } from './regime-of.js';
import { rowReader } from './row-cells.js';
import type { Reject } from './row-cells.js';
import type { Quarantined, RowOutcome, SpotCheckSample } from './spot-check.js';

export type SpotCheckInput = {
  readonly profile: ImportProfile;
  readonly header?: RawRow | undefined;
  readonly rows: readonly RawRow[];
  readonly fileName: string;
};
export type NormalisedSpotChecks = { readonly samples: readonly SpotCheckSample[]; readonly outcomes: readonly RowOutcome[] };

/**
 * Turns the rows of one file into samples. Every data row has exactly one outcome, in the order of the rows; the rows of one sample are merged.
 * @throws ZhihengError IMPORT_TABLES_MISSING when the profile was not read together with the tables.
 */
export function normaliseSpotChecks({ profile, header, rows }: SpotCheckInput): NormalisedSpotChecks {
  const readCells = rowReader(profile, header);
  const outcomes = new Map<number, RowOutcome>();
  const readable: ReadRow[] = [];
  for (const raw of rows) {
    const cells = readCells(raw);
    const read = 'reject' in cells ? cells : readRow(profile, raw.line, cells.cells);
    if ('reject' in read) outcomes.set(raw.line, quarantined(raw, read.reject));
    else readable.push(read.row);
  }
  const groups = [...fingerprintRows(readable)].map(([fingerprint, members]) => ({ fingerprint, rows: members }));
  const twins = findTwins(groups);
  const twinsOf = new Map<string, Group[]>();
  for (const group of groups) {
    const left = twins.get(group.fingerprint);
    if (left !== undefined) twinsOf.set(left.fingerprint, [...(twinsOf.get(left.fingerprint) ?? []), group]);
  }
  const samples = groups
    .filter(({ fingerprint }) => !twins.has(fingerprint))
    .map((group) => mergeRows(profile, group, twinsOf.get(group.fingerprint) ?? [], outcomes));
  samples.sort((a, b) => a.origin.lines[0]! - b.origin.lines[0]!);
  return { samples, outcomes: rows.map(({ line }) => outcomes.get(line)!) };
}

export function quarantined(raw: RawRow, { code, why, expected, found }: Reject): Quarantined {
  return {
    kind: 'quarantined',
    line: raw.line,
    code,
    why,
    ...(expected !== undefined && { expected }),
    ...(found !== undefined && { found }),
    cells: raw.cells,
  };
}

type Kept = { readonly item: TestItem; readonly line: number };

function mergeRows(
  profile: ImportProfile,
  group: Group,
  twins: readonly Group[],
  outcomes: Map<number, RowOutcome>,
): SpotCheckSample {
  const rows = [...group.rows, ...twins.flatMap((twin) => twin.rows)];
  const twinLines = new Set(twins.flatMap((twin) => twin.rows.map(({ line }) => line)));
  const first = rows[0]!;
  const kept: Kept[] = [];
  const warnings = new Map<string, Bilingual>();
  for (const row of rows) {
    const news = row.items.filter((item) => keep(kept, item, row.line, warnings));
    const isNew = row === first || news.length > 0;
    outcomes.set(row.line, isNew ? accepted(group.fingerprint, row) : duplicate(row, first, twinLines.has(row.line)));
    if (isNew) for (const warning of row.warnings) warnings.set(warning.zh, warning);
  }
  const announcedOn = [...new Set(rows.map((row) => row.announcedOn))].sort();
  const apart = daysBetween(announcedOn[0]!, announcedOn.at(-1)!);
  if (first.conforming === false && apart > NEW_ROUND_DAYS)
    warnings.set('apart', {
      zh: `同一不合格情况的两次公告相距${apart}天且无生产日期可区分：请核实是否为再次抽检不合格`,
      en: `the same failure was announced ${apart} days apart and nothing tells the samples apart: check whether it failed a second time`,
    });
  const regime = regimeOf(rows);
  if (regime.warning !== undefined) warnings.set('regime', regime.warning);
  const told = <K extends keyof ReadRow>(key: K): ReadRow[K] | undefined => rows.find((row) => row[key] !== undefined)?.[key];
  const producer = first.parties.find(({ role }) => role === 'producer') ?? first.parties.find(({ role }) => role === 'packer');
  return {
    fingerprint: group.fingerprint,
    aliases: twins.map(({ fingerprint }) => fingerprint).sort(),
    source: profile.source,
    product: first.product,
    regime: regime.regime,
    ...defined({ category: told('category'), producer, sampledUnit: told('sampledUnit') }),
    parties: first.parties,
    ...defined({
      spec: told('spec'),
      trademark: told('trademark'),
      producedOn: told('producedOn'),
      batch: told('batch'),
      reference: told('reference'),
    }),
    conforming: first.conforming,
    items: kept.map(({ item }) => item),
    announcedBy: first.announcedBy,
    announcedOn,
    channel: rows.some(({ channel }) => channel === 'online') ? 'online' : 'on-site',
    ...(rows.some(({ retested }) => retested) && { retested: true }),
    ...defined({ laboratory: told('laboratory'), sourceUrl: told('sourceUrl'), remarks: told('remarks') }),
    warnings: [...warnings.values()],
    origin: { lines: rows.map(({ line }) => line).sort((a, b) => a - b) },
  };
}

// A second announcement follows within weeks; a failure told again later than this may be a second failure, and that has graver consequences.
const NEW_ROUND_DAYS = 60;

/** Adds an item to the sample unless it is there already; an item known without result takes the result. */
function keep(kept: Kept[], item: TestItem, line: number, warnings: Map<string, Bilingual>): boolean {
  const key = itemKey(item.name);
  const result = measurementKey(item.measured);
  const same = kept.findIndex((each) => itemKey(each.item.name) === key);
  if (same < 0) return kept.push({ item, line }) > 0;
  const known = kept.filter((each) => itemKey(each.item.name) === key).map((each) => measurementKey(each.item.measured));
  if (known.includes(result) || result === '') return false;
  if (known.includes('')) {
    kept[same] = { item, line };
    return true;
  }
  warnings.set(`results:${key}`, {
    zh: `项目“${item.name}”有多个不同结果，请核对是否为复检结果或另一份样品`,
    en: `item "${item.name}" has several different results: check whether one is of a retest or of another sample`,
  });
  return kept.push({ item, line }) > 0;
}

function accepted(fingerprint: string, row: ReadRow): RowOutcome {
  const { line, product, conforming, items, announcedBy, announcedOn } = row;
  return { kind: 'accepted', line, sample: { fingerprint, product, conforming, items, announcedBy, announcedOn } };
}

function duplicate(row: ReadRow, first: ReadRow, isTwin: boolean): RowOutcome {
  const again = row.announcedOn !== first.announcedOn;
  const why = isTwin
    ? {
        zh: `与第${first.line}行为同一样品（另一网站转载，载明了被抽样单位），合并`,
        en: `the same sample as line ${first.line}, copied by another site that names the sampled unit: merged`,
      }
    : again
      ? {
          zh: `同一样品的同一结果已于${first.announcedOn}公告（第${first.line}行），${row.announcedOn}再次公告，不另立案`,
          en: `the same result of the same sample was announced on ${first.announcedOn} (line ${first.line}); announced again on ${row.announcedOn}, opens nothing new`,
        }
      : { zh: `与第${first.line}行重复`, en: `repeats line ${first.line}` };
  return { kind: 'duplicate', line: row.line, of: { line: first.line }, why };
}

function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
