import type { ClockRecord, LogEntry } from '@zhiheng/engine';
import type { Line } from '../load/record.js';
import type { Evidence, Recorded } from './evidence.js';
import { grouped } from './grouped.js';
import type { Violation } from './violation.js';

// Both clocks are of one machine; what is rounded to milliseconds on the way may be off by so much.
const ROUNDING_MS = 50;

/**
 * Every run of every clock: fired once when its term was over, never before, never after it was stopped. What time it was is taken from
 * the database's own clock and from what the sender had asked the system's clock to be; the entries' own dates must agree with it.
 */
export function checkClocks(lines: readonly Line[], { log }: Evidence, nowOfSystem: number): readonly Violation[] {
  const latest = latestPossible(lines);
  return [
    ...log.flatMap((recorded) => dated(recorded, latest)),
    ...[...grouped(log, ({ entry }) => entry.instance).values()].flatMap((history) =>
      ofProcedure(history, latest, nowOfSystem),
    ),
  ];
}

/** How late it can have been in the system, at most, at an instant of the machine. */
function latestPossible(lines: readonly Line[]): (at: number) => number {
  const moves = lines.flatMap((line) => (line.kind === 'clock' && line.to > line.at ? [line] : []));
  return (at) =>
    at + ROUNDING_MS + moves.reduce((shift, move) => (move.at <= at ? Math.max(shift, move.to - move.at) : shift), 0);
}

function dated({ entry, recordedAt }: Recorded, latest: (at: number) => number): readonly Violation[] {
  if (recordedAt === undefined || Date.parse(entry.at) <= latest(recordedAt)) return [];
  return [
    {
      promise: 'clock-early',
      what: `${entry.instance}/${entry.seq} is dated ${entry.at}, when it cannot have been so late yet`,
    },
  ];
}

type Run = { clock: ClockRecord; readonly lapses: Recorded[] };

function ofProcedure(history: readonly Recorded[], latest: (at: number) => number, nowOfSystem: number): readonly Violation[] {
  const runs = new Map<string, Run>();
  const violations: Violation[] = [];
  for (const recorded of history) {
    const { entry, recordedAt } = recorded;
    const lapsed = entry.cause?.clock;
    if (lapsed !== undefined) {
      const run = runs.get(nameOf(lapsed));
      const what = `${entry.instance}/${entry.seq} ${lapsed.name} (run ${lapsed.generation})`;
      if (run === undefined || run.clock.state !== 'running' || run.lapses.length > 0)
        violations.push({ promise: 'clock-doubled', what: `${what} fired, and did not run (any more)` });
      else if (Date.parse(run.clock.dueAt) > (recordedAt === undefined ? Date.parse(entry.at) : latest(recordedAt)))
        violations.push({ promise: 'clock-early', what: `${what} fired before ${run.clock.dueAt}` });
      run?.lapses.push(recorded);
    }
    for (const clock of clocksOf(entry)) {
      const run = runs.get(nameOf(clock));
      if (run === undefined) {
        // A clock that starts again has ended its former run, which the entry need not say.
        for (const former of runs.values())
          if (former.clock.name === clock.name && former.clock.state === 'running')
            former.clock = { ...former.clock, state: 'stopped' };
        runs.set(nameOf(clock), { clock, lapses: [] });
      } else run.clock = clock;
    }
  }
  const { instance } = history[0]!.entry;
  for (const { clock, lapses } of runs.values())
    if (clock.state === 'running' && lapses.length === 0 && Date.parse(clock.dueAt) <= nowOfSystem)
      violations.push({
        promise: 'clock-missed',
        what: `${instance} ${clock.name} (run ${clock.generation}) was due ${clock.dueAt}`,
      });
  return violations;
}

const clocksOf = ({ clocks = [] }: LogEntry): readonly ClockRecord[] => clocks;
const nameOf = ({ name, generation }: { readonly name: string; readonly generation: number }): string =>
  `${name} ${generation}`;
