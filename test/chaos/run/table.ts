import type { RoundReport } from './round.js';

/** What was done in a round and how the system took it, as a table. */
export function tableOf({ seed, struck, commands, acknowledged, came, pace, settledMs, faults }: RoundReport): string {
  const rows = struck.map(({ name, atCommand, lastedMs, recoveredMs, note }) => [
    name,
    String(atCommand),
    seconds(lastedMs),
    recoveredMs === undefined ? `not run: ${note}` : [seconds(recoveredMs), ...(note ? [note] : [])].join(', '),
  ]);
  const heads = ['fault', 'at command', 'lasted', 'answered again after'];
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => (column < 3 ? row[column]!.length : 0))),
  );
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  ')}`;
  return [
    '',
    `round ${seed}`,
    line(heads),
    ...rows.map(line),
    `  ${commands} commands, ${acknowledged} acknowledgements, ${came.entries} entries on the logs`,
    `  ${came.refusals} refusals, ${came.lapses} lapses, ${came.consequences} consequences, ${came.announcements} announcements, ${came.publicChanges} public changes`,
    `  nothing waited any more ${seconds(settledMs)} after the last command`,
    `  ${pace.before} acknowledgements a second before the first fault, ${pace.after} after the last`,
    faults.length === 0
      ? '  every promise was kept'
      : `  ${faults.length} faults:\n${faults
          .slice(0, 40)
          .map((fault) => `    ✗ ${fault}`)
          .join('\n')}`,
    '',
  ].join('\n');
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
