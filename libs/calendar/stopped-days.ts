import { dayNumber } from './day-number.js';
import type { Stop } from './types.js';

/** Days that do not count: from the first one up to, not including, `to`. */
export type StoppedDays = { readonly from: number; readonly to: number };

const NONE: readonly StoppedDays[] = [];

/**
 * Stops as days, in order and apart from each other: overlapping stops are one stop, for a day cannot stop twice. An open stop
 * has taken no day yet: its end will tell how many.
 */
export function stoppedDays(stops: readonly Stop[]): readonly StoppedDays[] {
  if (stops.length === 0) return NONE;
  const ended = stops
    .map(({ from, to }) => ({ from: dayNumber(from), to: dayNumber(to ?? from) }))
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from - b.from);
  const merged: StoppedDays[] = [];
  for (const next of ended) {
    const last = merged.at(-1);
    if (last !== undefined && next.from <= last.to)
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, next.to) };
    else merged.push(next);
  }
  return merged;
}
