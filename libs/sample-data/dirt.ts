import type { City, ExpectedCity } from './city.js';
import { spoiltCode } from './credit-code.js';
import { dateOf, DAY_MS } from './day.js';
import type { Random } from './random.js';
import type { EnterpriseRow, SpotCheckRow } from './render-csv.js';

/** How many rows of each kind of dirt are added. Every added row has one certain outcome. */
export type Dirt = {
  /** Spot-check rows that repeat another row exactly: duplicates. */
  readonly repeatedRows: number;
  /** Failed samples announced a second time, all their rows, ten days later: duplicates. */
  readonly reannouncements: number;
  /** Spot-check rows whose producer code has a wrong check character: quarantined. */
  readonly badCodes: number;
  /** Spot-check rows whose cells have slipped by one from the producer on: quarantined. */
  readonly shiftedRows: number;
  /** Rows without any content: quarantined. */
  readonly emptyRows: number;
  readonly repeatedEnterprises: number;
  readonly badEnterpriseCodes: number;
};

type Clean = { readonly enterprises: readonly EnterpriseRow[]; readonly samples: readonly (readonly SpotCheckRow[])[] };

/** Adds dirt at the end of clean rows and says what an import must find. */
export function soil(
  random: Random,
  clean: Clean,
  dirt: Partial<Dirt>,
  facts: Pick<ExpectedCity, 'samples' | 'nonConforming' | 'keyFailures'>,
): City {
  const rows = clean.samples.flat();
  const failed = clean.samples.filter(([first]) => first?.verdict === '不合格');
  const repeated = times(rows.length === 0 ? 0 : dirt.repeatedRows, () => random.pick(rows));
  const again = times(failed.length === 0 ? 0 : dirt.reannouncements, () => random.pick(failed)).flatMap((sample) =>
    sample.map((row) => ({ ...row, announcedOn: later(row.announcedOn) })),
  );
  const badCodes = times(rows.length === 0 ? 0 : dirt.badCodes, () => random.pick(rows)).map((row) => ({
    ...row,
    producerUscc: spoiltCode(row.producerUscc),
  }));
  const slipped = times(rows.length === 0 ? 0 : dirt.shiftedRows, () => slip(random.pick(rows)));
  const empty = times(dirt.emptyRows, () => blank(rows[0]));
  const repeatedEnterprises = times(dirt.repeatedEnterprises, () => random.pick(clean.enterprises));
  const badEnterprises = times(dirt.badEnterpriseCodes, () => random.pick(clean.enterprises)).map((row) => ({
    ...row,
    uscc: spoiltCode(row.uscc),
  }));
  const duplicate = repeated.length + again.length;
  const quarantined = badCodes.length + slipped.length + empty.length;
  return {
    enterprises: [...clean.enterprises, ...repeatedEnterprises, ...badEnterprises],
    spotCheckRows: [...rows, ...repeated, ...again, ...badCodes, ...slipped, ...empty],
    expected: {
      ...facts,
      enterprises: {
        rows: clean.enterprises.length + repeatedEnterprises.length + badEnterprises.length,
        accepted: clean.enterprises.length,
        duplicate: repeatedEnterprises.length,
        quarantined: badEnterprises.length,
      },
      spotChecks: { rows: rows.length + duplicate + quarantined, accepted: rows.length, duplicate, quarantined },
    },
  };
}

function times<T>(count: number | undefined, make: () => T): readonly T[] {
  return Array.from({ length: count ?? 0 }, make);
}

function later(day: string): string {
  return dateOf(Date.parse(`${day}T00:00:00Z`) + 10 * DAY_MS);
}

function slip(row: SpotCheckRow): SpotCheckRow {
  const fields = Object.keys(row) as (keyof SpotCheckRow)[];
  const from = fields.indexOf('producer');
  return Object.fromEntries(
    fields.map((field, index) => [field, index < from ? row[field] : index === from ? '' : row[fields[index - 1]!]]),
  ) as SpotCheckRow;
}

function blank(like: SpotCheckRow | undefined): SpotCheckRow {
  return Object.fromEntries(Object.keys(like ?? {}).map((field) => [field, ''])) as SpotCheckRow;
}
