import { addDays, daysBetween, morningOf } from './days.js';
import type { SystemClock } from './clock.js';
import type { Desk, DeskPorts } from './desk.js';
import type { Batch } from './intake.js';
import { importBatch } from './intake.js';
import { open } from './openings.js';
import type { Planned } from './openings.js';

export type Year = {
  readonly start: string;
  readonly days: number;
  readonly batches: readonly Batch[];
  readonly openings: readonly Planned[];
};
export type Progress = (at: {
  readonly day: string;
  readonly done: number;
  readonly total: number;
  readonly open: number;
}) => void;
export type Played = { readonly lastDay: string; readonly simulatedDays: number; readonly deadLetters: number };

// Three years of a listing and its extensions, three of a publication, what comes after: beyond that nothing moves by itself.
const LONGEST_WIND_DOWN_DAYS = 9 * 366;

/**
 * Plays the days of the year on which something happens, then jumps from due date to due date until nothing is left to happen.
 * Imports, then what officers begin, then the work list: each is carried out to its last consequence before the next begins.
 */
export async function playYear(
  { desk, clock, ports }: { readonly desk: Desk; readonly clock: SystemClock; readonly ports: DeskPorts },
  { start, days, batches, openings }: Year,
  onProgress: Progress,
): Promise<Played> {
  const { sessions, behaviour, tally } = ports;
  const end = addDays(start, days);
  const last = addDays(end, LONGEST_WIND_DOWN_DAYS);
  let deadLetters = 0;
  let day: string | undefined = start;
  let reached = start;
  while (day !== undefined && day <= last) {
    const today: string = day;
    await clock.moveTo(morningOf(today));
    tally.moves++;
    for (const batch of batches.filter(({ on }) => on === today)) {
      await importBatch({ sessions, as: behaviour.imports, tally }, batch);
      await clock.settled();
    }
    const begun = openings.filter(({ on }) => on === today);
    if (begun.length > 0) {
      await open(ports, begun);
      await clock.settled();
    }
    await desk.look(today);
    const sent = await desk.work(today, () => clock.settled());
    deadLetters = await clock.settled();
    // Consequences of the day's work are new on the desk, and may be the next to fall due.
    if (sent > 0) await desk.look(today);
    reached = today;
    onProgress({ day: today, done: Math.min(days, daysBetween(start, today)), total: days, open: desk.openFiles });
    day = nextOf(today, [desk.nextDay(), ...batches.map(({ on }) => on), ...openings.map(({ on }) => on)]);
  }
  return { lastDay: reached, simulatedDays: daysBetween(start, reached), deadLetters };
}

/** The next of these days after today; a thing that stayed undone today is looked at again tomorrow. */
function nextOf(today: string, days: readonly (string | undefined)[]): string | undefined {
  const tomorrow = addDays(today, 1);
  let next: string | undefined;
  for (const day of days) {
    if (day === undefined || (day <= today && !days.slice(0, 1).includes(day))) continue;
    const at = day <= today ? tomorrow : day;
    if (next === undefined || at < next) next = at;
  }
  return next;
}
