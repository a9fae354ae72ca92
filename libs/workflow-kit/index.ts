export {
  announce,
  append,
  count,
  extendClock,
  issue,
  remember,
  resumeClock,
  startClock,
  stopClock,
  suspendClock,
} from './actions.js';
export type { Action } from './actions.js';
export { dataOf } from './catalogue.js';
export type {
  AnnouncementCatalogue,
  AnnouncementEntry,
  AnyEvent,
  ClockCatalogue,
  ClockEntry,
  ClockView,
  DocumentCatalogue,
  DocumentEntry,
  EventCatalogue,
  EventEntry,
  EventFrame,
} from './catalogue.js';
export { pathsOfState, statesOf, transitionsOf } from './chart/chart.js';
export type { ChartEdge, ChartState } from './chart/chart.js';
export { labelOf } from './chart/labels.js';
export { diagramsOf } from './chart/mermaid.js';
export type { Diagram } from './chart/mermaid.js';
export { checkWorkflow, edgesOf } from './check-workflow.js';
export * as field from './form.js';
export { form } from './form.js';
export type { DataOf, Field, Form } from './form.js';
export { policyNumber, rulesOver } from './rules.js';
export type { Rule, RuleCatalogue } from './rules.js';
export { lapsedEvent, listOf, timed } from './table.js';
export type { Edge, Edges, LapsedEvent, StateMeta, StateRow } from './table.js';
export { checkUpgrade } from './upgrade/check-upgrade.js';
export { mapLeaves, stateValueOf } from './upgrade/map-states.js';
export {
  VERSION_UPGRADED,
  begin,
  carry,
  defineUpgrade,
  drop,
  factOf,
  later,
  rename,
  restart,
  startOf,
} from './upgrade/upgrade.js';
export type { Block, CaseView, ClockFate, NewClock, StartFact, Upgrade, UpgradeSource } from './upgrade/upgrade.js';
export { defineWorkflow } from './workflow.js';
export type { Workflow, WorkflowSource } from './workflow.js';
