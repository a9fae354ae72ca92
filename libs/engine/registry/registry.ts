import { ZhihengError } from '@zhiheng/kernel';
import type { JsonObject } from '@zhiheng/kernel';
import { checkUpgrade, checkWorkflow } from '@zhiheng/workflow-kit';
import type { AnyEvent, Upgrade, Workflow } from '@zhiheng/workflow-kit';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { createActor, initialTransition } from 'xstate';
import type { AnyMachineSnapshot } from 'xstate';
import type { PersistedSnapshot } from '../state.js';

/** A workflow version, compiled: forms to validators, the first snapshot computed once (the context is a constant). */
export type CompiledWorkflow = Workflow & {
  readonly forms: Readonly<Record<string, ValidateFunction>>;
  readonly initial: AnyMachineSnapshot;
  restore(snapshot: PersistedSnapshot): AnyMachineSnapshot;
  /** Upgrades of running procedures from this version, by the version to which they lead. */
  readonly upgrades: ReadonlyMap<number, CompiledUpgrade>;
  /** The snapshot after an event and the actions on the way, none of them run. What code of the workflow throws comes through. */
  next(snapshot: AnyMachineSnapshot, event: AnyEvent): readonly [AnyMachineSnapshot, readonly UnrunAction[]];
};
/** An upgrade with the version to which it leads. */
export type CompiledUpgrade = Upgrade & { readonly target: CompiledWorkflow };

export type UnrunAction = { readonly type: string; readonly params?: unknown };

export interface Registry {
  /** The version that new procedures get. */
  current(workflow: string): CompiledWorkflow | undefined;
  /** The version to which a running procedure is pinned. Throws WORKFLOW_VERSION_UNKNOWN. */
  pinned(workflow: string, version: number): CompiledWorkflow;
  all(): readonly CompiledWorkflow[];
  upgrades(): readonly CompiledUpgrade[];
}

/**
 * What XState wants to be called with. It never acts: machines here have no children, and actions are only listed. XState's own
 * `transition()` makes such an actor, with a first snapshot of its own, for each event: a third of the time that it takes.
 */
function inertScope({ machine }: Workflow): object {
  const self = createActor(machine);
  return {
    self,
    system: self.system,
    id: '',
    sessionId: '',
    logger: ignore,
    defer: ignore,
    stopChild: ignore,
    emit: ignore,
    actionExecutor: ignore,
  };
}
function ignore(): void {
  return undefined;
}

/** Compiles the workflows and the upgrades between their versions; throws WORKFLOW_INVALID with all faults of all of them. */
export function createRegistry(workflows: readonly Workflow[], upgrades: readonly Upgrade[] = []): Registry {
  const given = new Map(workflows.map((workflow) => [idOf(workflow), workflow]));
  const faults = [
    ...workflows.flatMap((workflow) =>
      checkWorkflow(workflow).map((fault) => `${workflow.name} v${workflow.version}: ${fault}`),
    ),
    ...upgrades.flatMap((upgrade) => upgradeFaults(upgrade, given).map((fault) => `${upgradeName(upgrade)}: ${fault}`)),
    ...twice(upgrades.map(upgradeName)).map((name) => `${name}: defined twice`),
    ...twice(workflows.map(idOf)).map((id) => `${id}: defined twice`),
  ];
  if (faults.length > 0) throw new ZhihengError('WORKFLOW_INVALID', { expected: 'workflows without faults', found: faults });
  const ajv = new Ajv({ allErrors: true, strict: true });
  addFormats.default(ajv);
  const compiled = workflows.map((workflow) => compile(ajv, workflow));
  const versions = new Map(compiled.map((workflow) => [idOf(workflow), workflow]));
  const compiledUpgrades = upgrades.map((upgrade): CompiledUpgrade => {
    const target = versions.get(idOf({ name: upgrade.workflow, version: upgrade.to }))!;
    const one = { ...upgrade, target };
    versions.get(idOf({ name: upgrade.workflow, version: upgrade.from }))!.upgrades.set(upgrade.to, one);
    return one;
  });
  const newest = new Map<string, CompiledWorkflow>();
  for (const workflow of compiled) {
    if (workflow.version > (newest.get(workflow.name)?.version ?? 0)) newest.set(workflow.name, workflow);
  }
  return {
    current: (name) => newest.get(name),
    pinned: (name, version) => {
      const workflow = versions.get(idOf({ name, version }));
      if (workflow === undefined) {
        // While releases change, an older process meets procedures of the newer one: they wait until a process takes them that knows them.
        throw new ZhihengError('WORKFLOW_VERSION_UNKNOWN', {
          expected: [...versions.keys()],
          found: idOf({ name, version }),
          retry: 'later',
        });
      }
      return workflow;
    },
    all: () => compiled,
    upgrades: () => compiledUpgrades,
  };
}

/** Whether a fault says only that this process is too old for a procedure: its neighbours are well, and so is the store. */
export function isOfLaterRelease(fault: unknown): boolean {
  return fault instanceof ZhihengError && fault.code === 'WORKFLOW_VERSION_UNKNOWN';
}

function idOf({ name, version }: Pick<Workflow, 'name' | 'version'>): string {
  return `${name}@${version}`;
}

function upgradeName({ workflow, from, to }: Upgrade): string {
  return `upgrade of ${workflow} from v${from} to v${to}`;
}

function upgradeFaults(upgrade: Upgrade, versions: ReadonlyMap<string, Workflow>): readonly string[] {
  const [from, to] = [upgrade.from, upgrade.to].map((version) => versions.get(idOf({ name: upgrade.workflow, version })));
  return from === undefined || to === undefined
    ? [`expected both versions among ${[...versions.keys()].join(', ')}`]
    : checkUpgrade(upgrade, { from, to });
}

function twice(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

type Compiled = CompiledWorkflow & { readonly upgrades: Map<number, CompiledUpgrade> };

function compile(ajv: Ajv, workflow: Workflow): Compiled {
  const [initial] = initialTransition(workflow.machine);
  const scope = inertScope(workflow);
  return {
    ...workflow,
    forms: Object.fromEntries(
      Object.entries(workflow.events).map(([type, event]) => [type, ajv.compile(event.data.schema as JsonObject)]),
    ),
    initial,
    upgrades: new Map(),
    restore: (snapshot) =>
      workflow.machine.restoreSnapshot(
        { historyValue: {}, ...snapshot, children: {} } as never,
        scope as never,
      ) as AnyMachineSnapshot,
    next: (snapshot, event) => {
      const actions: UnrunAction[] = [];
      const actionExecutor = (action: UnrunAction): void => void actions.push(action);
      return [workflow.machine.transition(snapshot, event as never, { ...scope, actionExecutor } as never), actions];
    },
  };
}
