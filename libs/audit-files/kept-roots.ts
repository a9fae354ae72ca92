import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { headText, merkleTree, parseRoot } from '@zhiheng/engine';
import type { KeptRoots, RootedHead, RootStore, SealedRoot } from '@zhiheng/engine';
import { ZhihengError, isUuid, parseLegalDate } from '@zhiheng/kernel';
import type { InstanceId, LegalDate } from '@zhiheng/kernel';
import { hashedLines } from './hashed-lines.js';

const ROOTS_FILE = 'roots.json';
const FETCH_MS = 60_000;

/**
 * Writes all roots, and for each day its leaves as they are hashed, one a line, into a folder. A folder written before gets the days that it
 * has not: what it holds is never written again.
 */
export async function keepRoots(
  store: Pick<RootStore, 'roots' | 'headsOn'>,
  folder: string,
): Promise<{ readonly roots: readonly SealedRoot[]; readonly added: number }> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const known = existsSync(path.join(folder, ROOTS_FILE)) ? (await keptRoots(folder)).roots : [];
  const kept = new Map(known.map((root) => [root.day, root]));
  const found = await store.roots();
  for (const root of found) {
    const before = kept.get(root.day);
    if (before !== undefined && before.text !== root.text)
      throw new ZhihengError('ROOT_DIFFERS', { expected: before.text, found: root.text });
    const file = headsFile(folder, root.day);
    if (!existsSync(file)) await writeHeads(store, { root, file });
    kept.set(root.day, root);
  }
  const roots = [...kept.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
  await writeFile(path.join(folder, ROOTS_FILE), `${JSON.stringify({ roots }, null, 1)}\n`, { mode: 0o600 });
  return { roots, added: roots.length - known.length };
}

/** Throws HEADS_DIFFER: heads that do not make up the root are no copy worth keeping. */
async function writeHeads(
  store: Pick<RootStore, 'headsOn'>,
  { root: { day, text }, file }: { readonly root: SealedRoot; readonly file: string },
): Promise<void> {
  const draft = `${file}.draft-${process.pid}`;
  const lines = hashedLines(draft);
  const tree = merkleTree();
  for await (const head of store.headsOn(day)) {
    tree.add(headText(head));
    await lines.write(headText(head));
  }
  await lines.close();
  const [expected, found] = [parseRoot(text)?.tree, tree.root()];
  if (found === expected) return rename(draft, file);
  await rm(draft);
  throw new ZhihengError('HEADS_DIFFER', { expected: `${day} ${expected}`, found });
}

/**
 * Roots kept elsewhere: a folder of `keepRoots` (with the heads), a file or an address that answers `{ roots }`, or the manifest of an
 * export. Throws ROOTS_UNREADABLE.
 */
export async function keptRoots(place: string): Promise<KeptRoots> {
  try {
    if (/^https?:/.test(place)) {
      const response = await fetch(place, { signal: AbortSignal.timeout(FETCH_MS) });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      return { roots: rootsIn(await response.text()), headsOn: () => undefined };
    }
    if (!(await stat(place)).isDirectory()) return { roots: rootsIn(await readFile(place, 'utf8')), headsOn: () => undefined };
    const roots = rootsIn(await readFile(path.join(place, ROOTS_FILE), 'utf8'));
    return {
      roots,
      headsOn: (day) => (existsSync(headsFile(place, day)) ? readHeads(headsFile(place, day)) : undefined),
    };
  } catch (cause) {
    throw new ZhihengError('ROOTS_UNREADABLE', {
      expected:
        '{ roots } 的文件、地址或 roots keep 写出的文件夹 a file or address with { roots }, or a folder that roots keep wrote',
      found: `${place}: ${(cause as Error).message}`,
      cause,
    });
  }
}

function rootsIn(text: string): readonly SealedRoot[] {
  const { roots, dailyRoot } = JSON.parse(text) as { readonly roots?: unknown; readonly dailyRoot?: unknown };
  const found = Array.isArray(roots) ? (roots as unknown[]) : dailyRoot === undefined ? [] : [dailyRoot];
  if (found.length === 0) throw new Error('no roots');
  return found.map((one) => {
    const { day, hash, text: root } = one as Partial<SealedRoot>;
    if (typeof hash !== 'string' || typeof root !== 'string') throw new Error('day, hash, text');
    return { day: parseLegalDate(String(day)), hash, text: root };
  });
}

function headsFile(folder: string, day: LegalDate): string {
  return path.join(folder, `heads-${day}.txt`);
}

async function* readHeads(file: string): AsyncGenerator<RootedHead> {
  for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    const [instanceId, seq, headHash, more] = line.split(' ');
    if (!isUuid(instanceId ?? '') || headHash === undefined || more !== undefined) throw new Error(`${file}: ${line}`);
    yield { instanceId: instanceId as InstanceId, seq: Number(seq), headHash };
  }
}
