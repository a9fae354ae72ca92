import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildPrograms } from '../e2e/program.js';
import { splitIsPossible } from '../e2e/split.js';
import { check } from './check/check.js';
import { FALSIFICATIONS } from './check/falsified.js';
import { someFaults } from './faults/catalogue.js';
import { playRound } from './run/round.js';
import type { RoundReport } from './run/round.js';
import { tableOf } from './run/table.js';
import { tell } from './run/tell.js';

const LIMIT_MS = 20 * 60_000;
// Always the same in `npm test`; the long form takes another every time.
const SEED = 'short';
const possible = splitIsPossible();

(possible ? describe : describe.skip)('the split system under load, while one thing after the other goes wrong', () => {
  let report: RoundReport;

  beforeAll(async () => {
    buildPrograms();
    // Its own: somebody may run the same tests of another checkout.
    const directory = mkdtempSync(path.join(tmpdir(), 'zhiheng-chaos-short-'));
    report = await playRound({ seed: SEED, faults: someFaults, directory });
    tell(tableOf(report));
    if (report.faults.length === 0) rmSync(directory, { recursive: true });
    else tell(`  what was said and sent: ${directory}`);
  }, LIMIT_MS);

  it('loses nothing, doubles nothing, and goes on by itself', () => {
    expect(report.faults).toEqual([]);
  });

  it('has seen refusals, lapses, consequences and publications meanwhile', () => {
    for (const [what, count] of Object.entries(report.came)) expect([what, count > 0]).toEqual([what, true]);
  });

  it.each(FALSIFICATIONS.map((one) => [one.name, one] as const))(
    'would have been found out if %s',
    (_name, { promise, of }) => {
      const falsified = of(report.judged!);
      expect(falsified).toBeDefined();
      expect(check(falsified!).map((violation) => violation.promise)).toContain(promise);
    },
  );
});
