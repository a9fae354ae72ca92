export { applyEvent, changedClocks, persist, unopened } from './advance/apply-event.js';
export type { Live, Step } from './advance/apply-event.js';
export { candidateEdges, expectedEvents, instanceUnknown } from './advance/refuse.js';
export { boundCommands } from './advance/bound-commands.js';
export { clockFacts } from './advance/plan-clocks.js';
export { createEngine, revive } from './advance/engine.js';
export type { Committed, Engine, EnginePorts, EngineTuning } from './advance/engine.js';
export { observeStore } from './advance/observe-store.js';
export type { StoreTurn } from './advance/observe-store.js';
export { sealEntry } from './audit/seal-entry.js';
export type { LogEntry, SealedEntry } from './audit/seal-entry.js';
export { FrameCache, framesFromConfig, loadFrame } from './frames/legal-frame.js';
export type { Frames, FrameSource, LegalFrame, LoadedFrame } from './frames/legal-frame.js';
export type {
  ClockStore,
  ClockWrite,
  CommitResult,
  DueClock,
  EngineStore,
  HandedOver,
  InstanceWrite,
  LogRow,
  LogStore,
  OutboxWrite,
  Route,
  StoredEntry,
  StoredHistory,
  StoredInstance,
  StrayRefusal,
  UpgradeStore,
} from './ports.js';
export { createRegistry } from './registry/registry.js';
export type { CompiledUpgrade, CompiledWorkflow, Registry } from './registry/registry.js';
export { CHAIN_START, stateName } from './state.js';
export type { ClockRecord, Clocks, InstanceState, PersistedSnapshot } from './state.js';
export { rootOverHeads } from './audit/root-over-heads.js';
export { dayAfter, FIRST_PREVIOUS, headText, parseRoot, sealRoot } from './audit/daily-root.js';
export type { DailyRoot, HeadOfDay, RootedHead, SealedRoot } from './audit/daily-root.js';
export { openRootCheck } from './audit/check-roots.js';
export type { KeptRoots, RootCheck, RootsChecked, RootStore } from './audit/check-roots.js';
export type { RootFault } from './audit/check-days.js';
export { inclusionPath, leafHash, merkleTree, rootOfPath } from './audit/merkle-tree.js';
export type { InclusionPath } from './audit/merkle-tree.js';
export { histories, verifyChain } from './audit/verify-chain.js';
export type { ChainFault, ChainReport } from './audit/verify-chain.js';
export { createSweeper } from './clocks/sweeper.js';
export type { Sweeper, SweeperPorts, SweeperTuning } from './clocks/sweeper.js';
export { explain } from './explain/explain.js';
export type { ExplainedClock, ExplainedEvent, Explanation } from './explain/explain.js';
export { replay } from './replay/replay.js';
export type { ReplayFault, ReplayReport } from './replay/replay.js';
export { createReactor } from './reactions/reactor.js';
export type { Reactor } from './reactions/reactor.js';
export { narrate } from './narrate/narrate.js';
export { stateTitle } from './narrate/state-title.js';
export type { NarratedCause, NarratedDetail, NarratedEntry, Narrator } from './narrate/narrate.js';
export type { CaseReport, ClockChange } from './upgrade/foresee-upgrade.js';
export { foreseeUpgrade, upgradeCases, upgradesTo } from './upgrade/upgrade-cases.js';
export type { CaseOutcome, ForeseePorts, UpgradeOrder, UpgradePorts } from './upgrade/upgrade-cases.js';
