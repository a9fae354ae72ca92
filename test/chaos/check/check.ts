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
export function check({ lines, evidence, rulebook, nowOfSystem }: Judged): readonly Violation[] {
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
