import { ZhihengError } from '@zhiheng/kernel';
import { generateCity, renderEnterprisesCsv, renderSpotChecksCsv, ZHONGSHAN } from '@zhiheng/sample-data';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Sessions } from '../session/sessions.js';
import { addDays, openDay } from './days.js';
import type { Tally } from './tally.js';

/** One file to be imported on a day. */
export type Batch = {
  readonly on: string;
  readonly kind: 'enterprises' | 'spot-checks';
  readonly name: string;
  readonly bytes: Buffer;
};
export type Enterprise = { readonly id: string; readonly name: string };

/** A generated city: its register on the first day, its spot checks in monthly batches. */
export function cityBatches(
  { seed, enterprises, samples }: { readonly seed: string; readonly enterprises: number; readonly samples: number },
  { start, days }: { readonly start: string; readonly days: number },
): { readonly batches: readonly Batch[]; readonly enterprises: readonly Enterprise[] } {
  const city = generateCity({
    seed,
    enterprises,
    samples,
    jurisdiction: ZHONGSHAN,
    year: Number(start.slice(0, 4)) - 1,
    failing: 0.25,
    dirt: { repeatedRows: 3, badCodes: 3, shiftedRows: 2 },
  });
  const months = Math.max(1, Math.min(10, Math.floor(days / 31)));
  const rowsOf = (month: number): typeof city.spotCheckRows =>
    city.spotCheckRows.filter(
      ({ announcedOn }) => Math.min(months - 1, Math.floor(((Number(announcedOn.slice(5, 7)) - 1) / 12) * months)) === month,
    );
  const register: Batch = {
    on: openDay(start),
    kind: 'enterprises',
    name: '企业名录.csv',
    bytes: Buffer.from(renderEnterprisesCsv(city.enterprises)),
  };
  const checks = Array.from({ length: months }, (_, month) => month).flatMap((month): readonly Batch[] => {
    const rows = rowsOf(month);
    if (rows.length === 0) return [];
    return [
      {
        on: openDay(addDays(start, 2 + Math.floor((days * 0.8 * month) / months))),
        kind: 'spot-checks',
        name: `抽检结果-${String(month + 1).padStart(2, '0')}.csv`,
        bytes: Buffer.from(renderSpotChecksCsv(rows)),
      },
    ];
  });
  return {
    batches: [register, ...checks],
    enterprises: city.enterprises
      .filter(({ uscc, name }) => uscc !== '' && name !== '')
      .map(({ uscc, name }) => ({ id: `uscc:${uscc}`, name })),
  };
}

/** Files that were given, one after the other over the year. */
export async function fileBatches(
  files: readonly string[],
  { start, days }: { readonly start: string; readonly days: number },
): Promise<readonly Batch[]> {
  return Promise.all(
    [...files].sort().map(async (file, index): Promise<Batch> => ({
      on: openDay(addDays(start, 2 + Math.floor((days * 0.8 * index) / files.length))),
      kind: 'spot-checks',
      name: path.basename(file),
      bytes: await readFile(file),
    })),
  );
}

/** Uploads a batch as a browser does. A file that the import does not take is counted, not a fault: that is its right answer. */
export async function importBatch(
  { sessions, as, tally }: { readonly sessions: Sessions; readonly as: string; readonly tally: Tally },
  { kind, name, bytes }: Batch,
): Promise<void> {
  const boundary = 'zhiheng-simulator-5f2b7c1e';
  const part = (field: string, value: string): string =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`;
  const head = `${part('kind', kind)}${part('jurisdiction', ZHONGSHAN.code)}--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n`;
  const { status, body } = await sessions.send({
    as,
    method: 'POST',
    path: '/api/imports',
    file: {
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      bytes: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
    },
  });
  if (status < 300) {
    tally.imported += Number(body['accepted'] ?? 0);
    tally.quarantined += Number(body['quarantined'] ?? 0);
    return;
  }
  if (status !== 422)
    throw new ZhihengError('SIMULATOR_IMPORT_FAILED', {
      expected: `导入 ${name} imported`,
      found: `${status} ${JSON.stringify(body)}`,
    });
  tally.count(tally.refused, String(body['code']));
}
