import { cleanCell } from '../reading/clean-text.js';
import type { RawRow } from '../reading/parse-csv.js';
import type { ColumnLayout } from './import-profile.js';

export type LayoutMatch = {
  readonly matched: boolean;
  /** Fields whose cell does not have the shape, with what was found. */
  readonly misfits: readonly { readonly field: string; readonly found: string }[];
};

/** Whether a row has the shape of a column layout: the number of cells, and each pattern of the layout on its cell. */
export function matchLayout(layout: ColumnLayout, row: RawRow): LayoutMatch {
  if (row.cells.length !== layout.columns.length) return { matched: false, misfits: [] };
  const misfits: { field: string; found: string }[] = [];
  for (const [field, pattern] of Object.entries(layout.shape)) {
    const found = cleanCell(row.cells[layout.columns.indexOf(field)] ?? '');
    if (!pattern.test(found)) misfits.push({ field, found });
  }
  return { matched: misfits.length === 0, misfits };
}
