import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { histories, rootOverHeads } from '@zhiheng/engine';
import type { EngineStore, LogStore, RootStore } from '@zhiheng/engine';
import { ZhihengError } from '@zhiheng/kernel';
import type { ClockPort } from '@zhiheng/kernel';
import { toLine } from './history-line.js';
import { hashedLines } from './hashed-lines.js';
import { EXPORT_FORMAT, FRAMES_FILE, HISTORIES_FILE, MANIFEST_FILE } from './manifest.js';
import type { ExportManifest } from './manifest.js';

export type ExportPorts = {
  readonly logs: LogStore;
  readonly frames: Pick<EngineStore, 'loadFrames'>;
  readonly roots: Pick<RootStore, 'roots'>;
  readonly clock: ClockPort;
};

const PAGE = 200;

/**
 * Writes histories with every legal frame they name into a new folder: enough to verify the chains and to decide everything again
 * on a machine that has neither this database nor this configuration. Throws EXPORT_FOLDER_TAKEN.
 */
export async function writeExport(
  { logs, frames, roots, clock }: ExportPorts,
  { folder, selection }: { readonly folder: string; readonly selection: ExportManifest['selection'] },
): Promise<ExportManifest> {
  await createFolder(folder);
  const file = hashedLines(path.join(folder, HISTORIES_FILE));
  const root = rootOverHeads();
  const named = new Set<string>();
  let procedures = 0;
  let entries = 0;
  for await (const history of histories(logs, PAGE)) {
    await file.write(toLine(history));
    root.add(history.instance);
    for (const { text } of history.log) for (const hash of framesNamedIn(text)) named.add(hash);
    procedures++;
    entries += history.log.length;
  }
  const written = await writeFrames(frames, [...named].sort(), path.join(folder, FRAMES_FILE));
  const dailyRoot = (await roots.roots()).at(-1);
  const manifest: ExportManifest = {
    format: EXPORT_FORMAT,
    exportedAt: clock.now(),
    selection,
    procedures,
    entries,
    frames: written.count,
    root: root.hash(),
    ...(dailyRoot && { dailyRoot }),
    files: { [HISTORIES_FILE]: await file.close(), [FRAMES_FILE]: written.hash },
  };
  // Last: a folder without it is an export that was broken off.
  await writeFile(path.join(folder, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
  return manifest;
}

async function createFolder(folder: string): Promise<void> {
  try {
    await mkdir(path.dirname(path.resolve(folder)), { recursive: true });
    await mkdir(folder, { mode: 0o700 });
  } catch (cause) {
    throw new ZhihengError('EXPORT_FOLDER_TAKEN', {
      expected: '尚不存在的文件夹 a folder that does not exist yet',
      found: `${folder} (${(cause as NodeJS.ErrnoException).code})`,
      cause,
    });
  }
}

// The frame of a decision, and those to which its clocks are pinned.
function framesNamedIn(text: string): readonly string[] {
  try {
    const { frame, clocks = [] } = JSON.parse(text) as { frame: string; clocks?: readonly { readonly frame: string }[] };
    return [frame, ...clocks.map((clock) => clock.frame)].filter((hash) => typeof hash === 'string');
  } catch {
    // An entry that is no JSON is exported as it is: the verification reports it.
    return [];
  }
}

async function writeFrames(
  frames: ExportPorts['frames'],
  hashes: readonly string[],
  target: string,
): Promise<{ readonly count: number; readonly hash: string }> {
  const file = hashedLines(target);
  const found = hashes.length === 0 ? new Map<string, unknown>() : await frames.loadFrames(hashes);
  const present = hashes.filter((hash) => found.has(hash));
  for (const hash of present) await file.write(JSON.stringify({ hash, frame: found.get(hash) }));
  return { count: present.length, hash: await file.close() };
}
