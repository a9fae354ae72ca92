import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { sha256 } from '@zhiheng/kernel';
import { buildPrograms } from '../e2e/program.js';
import { allFaults } from './faults/catalogue.js';
import { playRound } from './run/round.js';
import type { RoundReport } from './run/round.js';
import { tableOf } from './run/table.js';
import { tell } from './run/tell.js';

// `npm run chaos` sets them; without it this is not played: a round takes some ten minutes.
const {
  ZHIHENG_CHAOS_MINUTES: MINUTES,
  ZHIHENG_CHAOS_ROUNDS: ROUNDS,
  ZHIHENG_CHAOS_SEED: SEED = '',
  ZHIHENG_CHAOS_ONLY: ONLY = '',
} = process.env;
const MINUTE_MS = 60_000;
/** The faults that are asked for, by a pattern of their names; by default all. */
const wanted = (...given: Parameters<typeof allFaults>): ReturnType<typeof allFaults> =>
  allFaults(...given).filter(({ name }) => new RegExp(ONLY).test(name));

const LONGEST_ROUND_MS = 60 * MINUTE_MS;

(MINUTES === undefined ? describe.skip : describe)('everything that can go wrong, round after round', () => {
  it(
    'leaves no promise broken',
    async () => {
      buildPrograms();
      const until = Date.now() + Number(MINUTES) * MINUTE_MS;
      const failed: RoundReport[] = [];
      for (let round = 1; round <= Number(ROUNDS) || Date.now() < until; round++) {
        const seed = round === 1 ? SEED : sha256(`${SEED}/${round}`).slice(0, 12);
        tell(`\nround ${round}: npm run chaos -- --seed ${seed}`);
        const directory = path.join(tmpdir(), `zhiheng-chaos-of-${userInfo().username}`, seed);
        const report = await playRound({ seed, faults: wanted, directory });
        tell(tableOf(report));
        if (report.faults.length === 0) continue;
        failed.push(report);
        tell(`  play it again: npm run chaos -- --seed ${seed}; what was said and sent: ${directory}`);
      }
      expect(failed.map(({ seed, faults }) => ({ seed, faults: faults.slice(0, 10) }))).toEqual([]);
    },
    Number(MINUTES ?? 0) * MINUTE_MS + LONGEST_ROUND_MS,
  );
});
