import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ZhihengError } from '@zhiheng/kernel';
import type { SealedRoot } from '@zhiheng/engine';
import type { Instant } from '@zhiheng/kernel';

export const EXPORT_FORMAT = 'zhiheng-export/1';
export const HISTORIES_FILE = 'histories.jsonl';
export const FRAMES_FILE = 'frames.jsonl';
export const MANIFEST_FILE = 'manifest.json';

/** What an export holds, and the SHA-256 of each of its files. */
export type ExportManifest = {
  readonly format: typeof EXPORT_FORMAT;
  readonly exportedAt: Instant;
  readonly selection: Readonly<Record<string, unknown>>;
  readonly procedures: number;
  readonly entries: number;
  readonly frames: number;
  /** One hash over the heads of all logs. Kept or published elsewhere, it proves later that no procedure was left out or changed. */
  readonly root: string;
  /** The last daily root when the export was written: kept with it, it stands for all before. */
  readonly dailyRoot?: SealedRoot;
  readonly files: Readonly<Record<string, string>>;
};

/** Throws EXPORT_UNREADABLE. */
export async function readManifest(folder: string): Promise<ExportManifest> {
  const file = path.join(folder, MANIFEST_FILE);
  try {
    const manifest = JSON.parse(await readFile(file, 'utf8')) as ExportManifest;
    if (manifest.format !== EXPORT_FORMAT) throw new Error(`format ${JSON.stringify(manifest.format)}`);
    if (typeof manifest.root !== 'string' || typeof manifest.files !== 'object' || manifest.files === null)
      throw new Error('root, files');
    return manifest;
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

export function unreadable(file: string, cause: unknown): ZhihengError {
  return new ZhihengError('EXPORT_UNREADABLE', {
    expected: `${EXPORT_FORMAT}: zhiheng export 写出的文件夹 a folder that zhiheng export wrote`,
    found: `${file}: ${(cause as Error).message}`,
    cause,
  });
}
