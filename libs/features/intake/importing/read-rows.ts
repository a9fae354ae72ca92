import { decodeText, parseCsv } from '@zhiheng/intake';
import type { RawRow } from '@zhiheng/intake';
import { ZhihengError } from '@zhiheng/kernel';
import { readSheet } from 'read-excel-file/node';

export type ReadFile = { readonly rows: readonly RawRow[]; readonly encoding: string };

// Local file header of a zip container: XLSX is one.
const ZIP = [0x50, 0x4b, 0x03, 0x04];
// Compound file header: the old binary XLS.
const OLE = [0xd0, 0xcf, 0x11, 0xe0];

/** Rows of a CSV or XLSX file, recognised by content, not by name. Throws IMPORT_FILE_UNREADABLE. */
export async function readRows(bytes: Buffer, fileName: string): Promise<ReadFile> {
  if (startsWith(bytes, OLE))
    throw unreadable(fileName, '旧版 XLS 二进制文件，请另存为 XLSX 或 CSV an old binary XLS file: save it as XLSX or CSV');
  if (startsWith(bytes, ZIP)) return { rows: await readWorkbook(bytes, fileName), encoding: 'xlsx' };
  const { text, encoding } = decodeText(bytes);
  // A null character cannot be stored as text: it becomes visible, as a character that could not be decoded does.
  return { rows: parseCsv(text.replaceAll('\u0000', '\uFFFD')), encoding };
}

async function readWorkbook(bytes: Buffer, fileName: string): Promise<readonly RawRow[]> {
  try {
    const rows = await readSheet(bytes);
    return rows.map((cells, index) => ({ line: index + 1, cells: cells.map(cellText) }));
  } catch (cause) {
    throw unreadable(fileName, `无法读取的 XLSX an XLSX that cannot be read: ${(cause as Error).message}`, cause);
  }
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) {
    const text = cell.toISOString();
    return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ');
  }
  return typeof cell === 'string' ? cell : JSON.stringify(cell);
}

function startsWith(bytes: Buffer, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

function unreadable(fileName: string, found: string, cause?: unknown): ZhihengError {
  return new ZhihengError('IMPORT_FILE_UNREADABLE', {
    expected: 'CSV 或 XLSX 文件 a CSV or XLSX file',
    found: `${fileName}: ${found}`,
    cause,
  });
}
