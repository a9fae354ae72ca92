import { given } from '@zhiheng/engine/testing';
import type { Scenario } from '@zhiheng/engine/testing';
import type { Role } from '@zhiheng/contracts';
import type { JsonObject } from '@zhiheng/kernel';
import type { Random } from '@zhiheng/sample-data';
import type { Workflow } from '@zhiheng/workflow-kit';
import { samplesOf } from '../../model/samples.js';
import { accountFor } from './accounts.js';

/** One step of a procedure: an event that the pure machine takes there, and who sends it. */
export type Step = {
  readonly type: string;
  readonly data: JsonObject;
  readonly account: string;
  readonly sentBy: readonly Role[];
};
export type Walk = {
  readonly workflow: string;
  readonly subject: { readonly kind: string; readonly id: string; readonly name: string };
  readonly steps: readonly Step[];
};

const TRIES = 16;

/**
 * A random walk through a workflow that the machine alone would take step by step. In the running system terms may lapse meanwhile and
 * rules may act: then some of its steps are refused, which is an answer as good as another.
 */
export function planWalk(
  workflow: Workflow,
  random: Random,
  { on, name }: { readonly on: string; readonly name: string },
): Walk {
  const subject = { kind: 'enterprise', id: name, name: `中山市${name}有限公司` };
  const samples = samplesOf(workflow);
  const steps: Step[] = [];
  let scenario = given(workflow, { on, subject });
  const length = random.between(3, 16);
  while (steps.length < length && !scenario.done) {
    const step = nextStep(workflow, { scenario, samples, random });
    if (step === undefined) break;
    steps.push(step);
    scenario = scenario.when(step.type, step.data);
  }
  return { workflow: workflow.name, subject, steps };
}

function nextStep(
  workflow: Workflow,
  {
    scenario,
    samples,
    random,
  }: {
    readonly scenario: Scenario;
    readonly samples: Readonly<Record<string, readonly JsonObject[]>>;
    readonly random: Random;
  },
): Step | undefined {
  const types = scenario.expected.filter((type) => accountFor(workflow.events[type]!.sentBy) !== undefined);
  if (types.length === 0) return undefined;
  let last: Step | undefined;
  for (let turn = 0; turn < TRIES; turn++) {
    const type = random.pick(types);
    const data = random.pick(samples[type]!);
    const { sentBy } = workflow.events[type]!;
    const after = scenario.when(type, data);
    if (after.refusal !== undefined) continue;
    const step = { type, data, account: accountFor(sentBy)!, sentBy };
    // Walks go deep: a step that ends the procedure is taken only where no other is found.
    if (!after.done) return step;
    last = step;
  }
  return last;
}
