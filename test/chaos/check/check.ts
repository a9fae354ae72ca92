import type { Rulebook } from '@zhiheng/policy';
import type { Line } from '../load/record.js';
import { checkClocks } from './clocks.js';
import { checkCommands } from './commands.js';
import { checkConsequences } from './consequences.js';
import type { Evidence } from './evidence.js';
import { checkOrder } from './order.js';
import type { Violation } from './violation.js';

export type Judged = {
  readonly lines: readonly Line[];
  readonly evidence: Evidence;
  readonly rulebook: Rulebook;
  readonly nowOfSystem: number;
};

/** The record of those who sent against what the system left: every promise that was not kept, by name. */
export function check({ lines, evidence: all, rulebook, nowOfSystem }: Judged): readonly Violation[] {
  // Poison may look like an announcement; whether it was buried is asked by its row.
  const poison = new Set(lines.flatMap((line) => (line.kind === 'poison' ? [line.outboxId] : [])));
  const evidence = { ...all, announced: all.announced.filter(({ outboxId }) => !poison.has(outboxId)) };
  const { outbox, dueClocks } = evidence.left;
  return [
    ...checkCommands(lines, evidence),
    ...checkOrder(lines, evidence),
    ...checkClocks(lines, evidence, nowOfSystem),
    ...checkConsequences(lines, evidence, rulebook),
    ...(outbox + dueClocks > 0
      ? [{ promise: 'left-over' as const, what: `${outbox} rows in the outbox, ${dueClocks} clocks due` }]
      : []),
  ];
}
