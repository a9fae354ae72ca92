import { carry, defineUpgrade, defineWorkflow, rename, restart, startOf } from '@zhiheng/workflow-kit';
import type { Workflow } from '@zhiheng/workflow-kit';
import { enforcementVersions } from '@zhiheng/workflows/enforcement';
import { renamedTable } from './renamed-table.js';

const v1 = enforcementVersions[0]!;
const NAMES = {
  states: { 'handling.procedure.approving': 'headApproving', 'decided.execution.overdue': 'inArrears' },
  clocks: { paymentDue: 'performanceDue' },
};
const { paymentDue, ...otherClocks } = v1.clocks as Readonly<Record<string, Workflow['clocks'][string]>>;

/** The enforcement procedure with a state, a composite state and a clock under other names, and one term counted by another rule: for tests of upgrades. */
export const enforcementV2 = defineWorkflow({
  ...v1,
  version: 2,
  clocks: {
    ...otherClocks,
    performanceDue: paymentDue!,
    serviceDue: { ...v1.clocks['serviceDue']!, term: 'enforcement.closing.term' },
  },
  policies: v1.policyKeys,
  table: renamedTable(v1.table, v1.name, NAMES),
});

export const enforcementV1ToV2 = defineUpgrade({
  workflow: 'enforcement',
  from: 1,
  to: 2,
  title: { zh: '改行修订后的处罚程序', en: 'Cases under the amended procedure' },
  basis: '演练用程序规定 第八十九条',
  states: {
    'handling.procedure.approving': 'handling.procedure.headApproving',
    'decided.execution.overdue.unurged': 'decided.execution.inArrears.unurged',
    'decided.execution.overdue.urged': 'decided.execution.inArrears.urged',
    'decided.execution.overdue.enforceable': 'decided.execution.inArrears.enforceable',
  },
  clocks: {
    ...Object.fromEntries(Object.keys(otherClocks).map((name) => [name, carry()])),
    paymentDue: rename('performanceDue'),
    serviceDue: restart(startOf('serviceDue')),
  },
  newClocks: {},
  blocks: {},
});
