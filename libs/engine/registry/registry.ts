import { ZhihengError } from '@zhiheng/kernel';
import type { JsonObject } from '@zhiheng/kernel';
import { checkWorkflow } from '@zhiheng/workflow-kit';
import type { AnyEvent, Workflow } from '@zhiheng/workflow-kit';
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
  /** The snapshot after an event and the actions on the way, none of them run. What code of the workflow throws comes through. */
  next(snapshot: AnyMachineSnapshot, event: AnyEvent): readonly [AnyMachineSnapshot, readonly UnrunAction[]];
};

export type UnrunAction = { readonly type: string; readonly params?: unknown };

export interface Registry {
  /** The version that new procedures get. */
  current(workflow: string): CompiledWorkflow | undefined;
  /** The version to which a running procedure is pinned. Throws WORKFLOW_VERSION_UNKNOWN. */
  pinned(workflow: string, version: number): CompiledWorkflow;
  all(): readonly CompiledWorkflow[];
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

/** Compiles the workflows; throws WORKFLOW_INVALID with all faults of all of them. */
export function createRegistry(workflows: readonly Workflow[]): Registry {
  const faults = workflows.flatMap((workflow) =>
    checkWorkflow(workflow).map((fault) => `${workflow.name} v${workflow.version}: ${fault}`),
  );
  if (faults.length > 0) throw new ZhihengError('WORKFLOW_INVALID', { expected: 'workflows without faults', found: faults });
  const ajv = new Ajv({ allErrors: true, strict: true });
  addFormats.default(ajv);
  const compiled = workflows.map((workflow) => compile(ajv, workflow));
  const versions = new Map(compiled.map((workflow) => [`${workflow.name}@${workflow.version}`, workflow]));
  const newest = new Map<string, CompiledWorkflow>();
  for (const workflow of compiled) {
    if (workflow.version > (newest.get(workflow.name)?.version ?? 0)) newest.set(workflow.name, workflow);
  }
  return {
    current: (name) => newest.get(name),
    pinned: (name, version) => {
      const workflow = versions.get(`${name}@${version}`);
      if (workflow === undefined) {
        throw new ZhihengError('WORKFLOW_VERSION_UNKNOWN', {
          expected: [...versions.keys()],
          found: `${name}@${version}`,
          retry: 'elsewhere',
        });
      }
      return workflow;
    },
    all: () => compiled,
  };
}

function compile(ajv: Ajv, workflow: Workflow): CompiledWorkflow {
  const [initial] = initialTransition(workflow.machine);
  const scope = inertScope(workflow);
  return {
    ...workflow,
    forms: Object.fromEntries(
      Object.entries(workflow.events).map(([type, event]) => [type, ajv.compile(event.data.schema as JsonObject)]),
    ),
    initial,
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
