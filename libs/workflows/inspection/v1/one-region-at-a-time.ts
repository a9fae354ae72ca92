import { defineWorkflow, edgesOf } from '@zhiheng/workflow-kit';
import type { Edge, Rule, StateRow, Workflow } from '@zhiheng/workflow-kit';
import { announcements } from './announcements.js';
import { documents } from './documents.js';
import { events } from './events.js';
import type { InspectionContext } from './events.js';
import { inspectionV1 } from './machine.js';
import { clocks, policies } from './policies.js';
import { rules } from './rules.js';
import type { Row } from './table-row.js';

// Test, retest, objection and handling of unfit food run beside each other and do not look at each other, so that exploring every
// combination of their states (a hundred thousand) would show nothing that exploring each of them does not.
const BEGINS: Readonly<Record<string, string>> = {
  FOOD_SAMPLE_RECEIVED: 'received',
  RETEST_APPLIED: 'retestApplications',
  FOOD_OBJECTION_FILED: 'foodObjections',
  FOOD_MEASURES_REPORTED: 'measures',
  FOOD_DUTIES_ORDERED: 'dutiesOrder',
};
/** What may have been there before; a second application or objection is a matter of the unit specification. */
const SAME_REGION: Readonly<Record<string, readonly string[]>> = {
  FOOD_MEASURES_REPORTED: ['measures', 'dutiesOrder'],
  FOOD_DUTIES_ORDERED: ['measures', 'dutiesOrder'],
};

/** The inspection for the model specification: an event that sets one region of the food branch going is taken only while the others rest. */
export function oneRegionAtATime(): Workflow {
  const gates: Record<string, Rule<InspectionContext>> = {};
  const table = gated(inspectionV1.table, gates);
  const { name, version, title, basis } = inspectionV1;
  return defineWorkflow({
    name,
    version,
    title,
    basis,
    events,
    clocks,
    announcements,
    documents,
    policies,
    rules: { ...usedIn(table), ...gates },
    table: table as Row,
  });
}

function gated(row: StateRow, gates: Record<string, Rule<InspectionContext>>): StateRow {
  const on = Object.entries(row.on ?? {}).map(([event, edges]) => [
    event,
    event in BEGINS ? edgesOf(edges).map((edge) => gate(event, edge, gates)) : edges,
  ]);
  const states = Object.entries(row.states ?? {}).map(([name, child]) => [name, gated(child, gates)]);
  return {
    ...row,
    ...(on.length > 0 && { on: Object.fromEntries(on) as StateRow['on'] & object }),
    ...(states.length > 0 && { states: Object.fromEntries(states) as StateRow['states'] & object }),
  };
}

function gate(event: string, edge: Edge, gates: Record<string, Rule<InspectionContext>>): Edge {
  const own = (rules as Readonly<Record<string, Rule<InspectionContext>>>)[edge.guard ?? ''];
  const name = `${edge.guard ?? 'always'}While${event}`;
  const allowed = SAME_REGION[event] ?? [];
  const others = Object.values(BEGINS).filter((key) => !allowed.includes(key));
  gates[name] = {
    title: own?.title ?? { zh: '其他环节未开始', en: 'nothing else began' },
    asks: 'event',
    holds: (given) => others.every((key) => !(key in given.context)) && (own?.holds(given) ?? true),
  };
  return { ...edge, guard: name };
}

/** The rules that the table still names: a rule that only gated edges used has gone into its gate. */
function usedIn(row: StateRow): Record<string, Rule<InspectionContext>> {
  const text = JSON.stringify(row);
  return Object.fromEntries(Object.entries(rules).filter(([name]) => text.includes(`"guard":"${name}"`)));
}
