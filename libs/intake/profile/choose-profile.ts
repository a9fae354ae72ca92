import type { Bilingual } from '@zhiheng/kernel';
import { cleanCell, nameKey } from '../reading/clean-text.js';
import { isBlank } from '../reading/parse-csv.js';
import type { RawRow } from '../reading/parse-csv.js';
import type { ColumnLayout, ImportProfile } from './import-profile.js';
import { matchLayout } from './match-layout.js';

export type ChosenProfile =
  | {
      readonly profile: ImportProfile;
      /** Absent when the file has no header line. */
      readonly header?: RawRow;
      readonly dataRows: readonly RawRow[];
      /** What a person should know about the file: columns not used, optional columns missing, no data. */
      readonly notes: readonly Bilingual[];
    }
  | { readonly reason: Bilingual };

type HeaderMatch = { readonly profile: ImportProfile; readonly matched: number; readonly missing: readonly string[] };

/** Finds the profile whose columns or shape the file shows. Blank and one-cell title lines above a header are passed over. */
export function chooseProfile(profiles: readonly ImportProfile[], rows: readonly RawRow[], fileName: string): ChosenProfile {
  const start = rows.findIndex((row) => !isBlank(row));
  if (start < 0)
    return {
      reason: { zh: `文件“${fileName}”是空的：既无表头也无数据`, en: `file "${fileName}" is empty: neither a header nor data` },
    };
  const headerAt = headerIndex(profiles, rows, start);
  const best = bestHeader(profiles, rows[headerAt]!);
  if (best !== undefined && best.missing.length === 0) return withHeader(best.profile, rows, headerAt);
  const byShape = profiles.filter((profile) => provesLayout(profile, rows.slice(start)));
  if (byShape.length === 1) {
    const notes = [
      {
        zh: '文件没有表头，按列的形状逐行识别',
        en: 'the file has no header: each row is recognised by the shape of its columns',
      },
    ];
    return { profile: byShape[0]!, dataRows: rows.slice(start), notes };
  }
  return { reason: notRecognised(profiles, rows[headerAt]!, best, fileName) };
}

const TITLE_LINES = 5;

function headerIndex(profiles: readonly ImportProfile[], rows: readonly RawRow[], start: number): number {
  for (let i = start; i < Math.min(start + TITLE_LINES, rows.length); i++) {
    if (bestHeader(profiles, rows[i]!)?.missing.length === 0) return i;
    if (rows[i]!.cells.filter((cell) => cell.trim() !== '').length > 1) break;
  }
  return start;
}

function bestHeader(profiles: readonly ImportProfile[], row: RawRow): HeaderMatch | undefined {
  const found = profiles
    .map((profile) => {
      const fields = new Set(fieldsOfHeader(profile, row).values());
      return { profile, matched: fields.size, missing: profile.required.filter((field) => !fields.has(field)) };
    })
    .filter(({ matched }) => matched >= 2)
    .sort((a, b) => Number(a.missing.length > 0) - Number(b.missing.length > 0) || b.matched - a.matched);
  return found[0];
}

/** Column index -> field, by the header spellings of the profile. */
export function fieldsOfHeader(profile: ImportProfile, header: RawRow): ReadonlyMap<number, string> {
  const spellings = new Map(
    Object.entries(profile.columns).flatMap(([field, names]) => names.map((name) => [nameKey(name), field])),
  );
  const fields = new Map<number, string>();
  const taken = new Set<string>();
  header.cells.forEach((cell, index) => {
    const field = spellings.get(nameKey(cleanCell(cell)));
    if (field === undefined || taken.has(field)) return;
    taken.add(field);
    fields.set(index, field);
  });
  return fields;
}

function withHeader(profile: ImportProfile, rows: readonly RawRow[], headerAt: number): ChosenProfile {
  const header = rows[headerAt]!;
  const fields = fieldsOfHeader(profile, header);
  const present = new Set(fields.values());
  const unused = header.cells.filter((cell, index) => !fields.has(index) && cell.trim() !== '');
  const missing = Object.entries(profile.columns)
    .filter(([field]) => !present.has(field))
    .map(([, names]) => names[0]!);
  const dataRows = rows.slice(headerAt + 1);
  const notes: Bilingual[] = [];
  if (dataRows.length === 0) notes.push({ zh: '文件只有表头，没有数据行', en: 'the file has a header and no data rows' });
  if (missing.length > 0)
    notes.push({ zh: `缺少非必需列：${missing.join('、')}`, en: `optional columns missing: ${missing.join(', ')}` });
  if (unused.length > 0) notes.push({ zh: `未使用的列：${unused.join('、')}`, en: `columns not used: ${unused.join(', ')}` });
  return { profile, header, dataRows, notes };
}

const PROBED_ROWS = 200;

// Slipped rows prove nothing: one row in ten that proves a layout is enough to know the source, the others are quarantined one by one.
function provesLayout(profile: ImportProfile, rows: readonly RawRow[]): boolean {
  if (profile.layouts.length === 0) return false;
  const probed = rows.slice(0, PROBED_ROWS);
  const proven = probed.filter((row) => isCertain(profile.layouts, row)).length;
  return proven > 0 && proven >= probed.length / 10;
}

function isCertain(layouts: readonly ColumnLayout[], row: RawRow): boolean {
  return layouts.filter((layout) => matchLayout(layout, row).matched).length === 1;
}

function notRecognised(
  profiles: readonly ImportProfile[],
  first: RawRow,
  best: HeaderMatch | undefined,
  fileName: string,
): Bilingual {
  if (best !== undefined && best.missing.length < best.profile.required.length) {
    const missing = best.missing.map((field) => best.profile.columns[field]![0]);
    return {
      zh: `文件“${fileName}”像是“${best.profile.title.zh}”，但缺少必需的列：${missing.join('、')}`,
      en: `file "${fileName}" looks like "${best.profile.title.en}" but these required columns are missing: ${missing.join(', ')}`,
    };
  }
  const found = first.cells
    .slice(0, 8)
    .map((cell) => cell.trim())
    .join(' | ');
  return {
    zh: `无法识别文件“${fileName}”：首行为“${found}”。可导入的来源：${profiles.map(({ title, source }) => `${title.zh}（${source}）`).join('、')}`,
    en: `file "${fileName}" is not recognised: its first line is "${found}". Known sources: ${profiles.map(({ title, source }) => `${title.en} (${source})`).join(', ')}`,
  };
}
