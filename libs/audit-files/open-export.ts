import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { EngineStore, LegalFrame, LogStore, StoredHistory } from '@zhiheng/engine';
import type { InstanceId } from '@zhiheng/kernel';
import { fromLine } from './history-line.js';
import { hashOf } from './hashed-lines.js';
import { FRAMES_FILE, HISTORIES_FILE, readManifest, unreadable } from './manifest.js';
import type { ExportManifest } from './manifest.js';

/** A file of the export that is not the one that was written. */
export type FileFault = {
  readonly code: 'FILE_DIFFERS';
  readonly file: string;
  readonly expected: string;
  readonly found: string;
};

export type Export = {
  readonly manifest: ExportManifest;
  readonly fileFaults: readonly FileFault[];
  readonly logs: LogStore & { orphans(limit: number): Promise<readonly InstanceId[]> };
  readonly frames: Pick<EngineStore, 'loadFrames'>;
};

/** Opens an export for verification and replay: the engine's ports over files. Throws EXPORT_UNREADABLE. */
export async function openExport(folder: string): Promise<Export> {
  const manifest = await readManifest(folder);
  const fileFaults: FileFault[] = [];
  for (const name of [HISTORIES_FILE, FRAMES_FILE]) {
    const file = path.join(folder, name);
    const found = await hashOf(file).catch((cause: unknown) => {
      throw unreadable(file, cause);
    });
    const expected = String(manifest.files[name]);
    if (found !== expected) fileFaults.push({ code: 'FILE_DIFFERS', file: name, expected, found });
  }
  return {
    manifest,
    fileFaults,
    logs: fileLogStore(path.join(folder, HISTORIES_FILE)),
    frames: fileFrames(path.join(folder, FRAMES_FILE)),
  };
}

/** Reads on from where the last page ended: an export is read once from its beginning to its end. */
function fileLogStore(file: string): Export['logs'] {
  let reading = linesOf(file, fromLine);
  let last: InstanceId | undefined;
  const historiesAfter = async (after: InstanceId | undefined, limit: number): Promise<readonly StoredHistory[]> => {
    if (after === undefined || after !== last) {
      reading = linesOf(file, fromLine);
      last = undefined;
    }
    const page: StoredHistory[] = [];
    while (page.length < limit) {
      const next = await reading.next();
      if (next.done) break;
      const { instanceId } = next.value.instance;
      if (after === undefined || last !== undefined || instanceId > after) page.push(next.value);
    }
    last = page.at(-1)?.instance.instanceId ?? last;
    return page;
  };
  return {
    historiesAfter,
    entriesOf: async (ids) => {
      const wanted = new Set(ids);
      const found: StoredHistory[] = [];
      for await (const history of linesOf(file, fromLine)) if (wanted.has(history.instance.instanceId)) found.push(history);
      return found.flatMap(({ log }) => log);
    },
    // Row and log of a procedure stand on one line: neither is there without the other.
    orphans: async () => [],
  };
}

function fileFrames(file: string): Export['frames'] {
  let all: Promise<ReadonlyMap<string, LegalFrame>> | undefined;
  return {
    loadFrames: async (hashes) => {
      all ??= readFrames(file);
      const known = await all;
      return new Map(
        hashes.flatMap((hash) => {
          const frame = known.get(hash);
          return frame === undefined ? [] : [[hash, frame] as const];
        }),
      );
    },
  };
}

async function readFrames(file: string): Promise<ReadonlyMap<string, LegalFrame>> {
  const frames = new Map<string, LegalFrame>();
  const parse = (line: string) => JSON.parse(line) as { readonly hash: string; readonly frame: LegalFrame };
  for await (const { hash, frame } of linesOf(file, parse)) frames.set(hash, frame);
  return frames;
}

async function* linesOf<T>(file: string, parse: (line: string) => T): AsyncGenerator<T, undefined> {
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY });
  let number = 0;
  for await (const line of lines) {
    number++;
    try {
      yield parse(line);
    } catch (cause) {
      throw unreadable(`${file}:${number}`, cause);
    }
  }
  return undefined;
}
