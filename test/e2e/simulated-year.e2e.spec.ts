import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildPrograms, runToEnd } from './program.js';

type Result = {
  readonly logHash: string;
  readonly unreached: readonly string[];
  readonly played: { readonly deadLetters: number };
  readonly chain: { readonly faults: number; readonly entries: number };
  readonly replay: { readonly faults: number; readonly entries: number };
  readonly outcome: { readonly entries: number; readonly refusals: Readonly<Record<string, number>> };
};

const LIMIT_MS = 600_000;
const places: string[] = [];

/** A short year in a small city, on a system and a database of its own. */
async function playAYear(): Promise<{ readonly code: number | null; readonly result: Result; readonly dump: string }> {
  const home = mkdtempSync(path.join(tmpdir(), 'zhiheng-year-'));
  chmodSync(home, 0o755);
  places.push(home);
  const dump = path.join(home, 'dump.txt');
  const args = ['--exit', '--json', '--seed', 'zhiheng', '--enterprises', '60', '--samples', '100', '--days', '100'];
  const { code, stdout, stderr } = await runToEnd('simulator', {
    args: [...args, '--data-directory', path.join(home, 'data'), '--dump', dump],
    limitMs: LIMIT_MS,
  });
  if (!stdout.startsWith('{')) throw new Error(`the year ended with ${code}:\n${stdout}${stderr}`);
  return { code, result: JSON.parse(stdout) as Result, dump: readFileSync(dump, 'utf8') };
}

describe('a simulated year', () => {
  beforeAll(buildPrograms, LIMIT_MS);
  afterAll(() => places.forEach((place) => rmSync(place, { recursive: true, force: true, maxRetries: 5 })));

  it(
    'reaches every final state of every workflow by public commands, leaves nothing behind, and is the same year for the same seed',
    async () => {
      const [first, second] = await Promise.all([playAYear(), playAYear()]);

      expect(first.result.unreached).toEqual([]);
      expect(first.code).toBe(0);
      expect(first.result.played.deadLetters).toBe(0);
      expect(first.result.chain).toMatchObject({ faults: 0, entries: first.result.outcome.entries });
      expect(first.result.replay).toMatchObject({ faults: 0, entries: first.result.outcome.entries });
      expect(first.result.outcome.refusals).toHaveProperty(['ROLE_NOT_ALLOWED (people)']);
      expect(second.dump).toBe(first.dump);
      expect(second.result.logHash).toBe(first.result.logHash);
    },
    LIMIT_MS,
  );
});
