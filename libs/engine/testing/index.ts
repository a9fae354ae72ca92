export { changedStore } from './changed-store.js';
export { expectEveryPath } from './every-path.js';
export type { EveryPathOptions, Path, PathStep, Samples } from './every-path.js';
export { configuredFrames, given } from './scenario.js';
export type { Announced, Scenario, ScenarioOptions } from './scenario.js';
export { DRILL_JURISDICTION, drill, drillFrames } from './drill.js';
export type { DrillLaw } from './drill.js';
