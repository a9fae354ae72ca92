import { explainClock } from '@zhiheng/calendar';
import { rolesIn } from '@zhiheng/contracts';
import type { Actor } from '@zhiheng/contracts';
import type { Bilingual, Instant, JsonObject, LegalDate } from '@zhiheng/kernel';
import { legalDateOf } from '@zhiheng/kernel';
import type { AnyEvent, Edge, StateMeta } from '@zhiheng/workflow-kit';
import type { AnyStateNode } from 'xstate';
import type { Live } from '../advance/apply-event.js';
import { clockViews } from '../advance/decide.js';
import { clockFacts } from '../advance/plan-clocks.js';
import { candidateEdges } from '../advance/refuse.js';
import type { FrameCache, LoadedFrame } from '../frames/legal-frame.js';
import { stateName } from '../state.js';

export type ExplainedEvent = {
  readonly type: string;
  readonly title: Bilingual;
  readonly basis?: string;
  readonly sentBy: readonly string[];
  /** Whether who asks may send it: by role, area and party. */
  readonly forYou: boolean;
  /** `yes`; `no` with the rules that do not hold; `depends` on what the event brings. */
  readonly permitted: 'yes' | 'no' | 'depends';
  readonly whyNot: readonly { readonly rule: string; readonly title: Bilingual; readonly basis?: string }[];
  /** JSON Schema of the data to fill in. */
  readonly form: JsonObject;
};

export type ExplainedClock = {
  readonly name: string;
  readonly title: Bilingual;
  readonly state: string;
  readonly dueOn: LegalDate;
  readonly dueAt: Instant;
  readonly opensOn?: LegalDate;
  readonly provisional: boolean;
  readonly sentence: Bilingual;
  readonly article?: string;
  readonly ruleText?: string;
};

export type Explanation = {
  readonly state: string;
  readonly done: boolean;
  readonly situation: readonly StateMeta[];
  readonly events: readonly ExplainedEvent[];
  readonly clocks: readonly ExplainedClock[];
};

/** What may happen next and why not, and each clock with its sentence and article. Pure. */
export function explain(
  live: Live,
  {
    frames,
    frame,
    at,
    actor,
  }: { readonly frames: FrameCache; readonly frame: LoadedFrame; readonly at: Instant; readonly actor: Actor },
): Explanation {
  const { snapshot, workflow } = live;
  const roles = rolesIn(actor, live);
  const nodes = [...(snapshot._nodes as readonly AnyStateNode[])].sort((a, b) => a.order - b.order);
  const probe = (type: string): AnyEvent => ({
    type,
    data: {},
    on: legalDateOf(at),
    at,
    by: { ...actor, roles },
    policy: frame.values,
    clocks: clockViews(live.clocks),
  });
  const done = snapshot.status === 'done';
  return {
    state: stateName(snapshot.value as never),
    done,
    situation: nodes.map((node) => node.config.meta as StateMeta),
    events: done ? [] : Object.keys(workflow.events).flatMap((type) => explainEvent(live, probe(type)) ?? []),
    clocks: Object.values(live.clocks)
      .filter((clock) => clock.state === 'running' || clock.state === 'suspended')
      .map((clock) => {
        const law = frames.get(clock.frame);
        const facts = clockFacts(clock, { workflow, frame: law });
        return {
          name: clock.name,
          title: facts.title,
          state: clock.state,
          dueOn: clock.dueOn,
          dueAt: clock.dueAt,
          ...(clock.opensOn && { opensOn: clock.opensOn }),
          provisional: clock.provisional,
          sentence: explainClock(law.calendar, facts),
          ...(facts.citation.article && { article: `${facts.citation.zh} ${facts.citation.article}` }),
          ...(facts.citation.sentence && { ruleText: facts.citation.sentence }),
        };
      }),
  };
}

function explainEvent({ workflow, snapshot }: Live, probe: AnyEvent): ExplainedEvent | undefined {
  const { type } = probe;
  const edges = candidateEdges(snapshot, type);
  if (edges.length === 0) return undefined;
  const { title, basis, sentBy, data } = workflow.events[type]!;
  const answers = edges.map((edge) => answerOf(edge));
  const permitted = answers.includes('yes') ? 'yes' : answers.includes('depends') ? 'depends' : 'no';
  const unmet = permitted === 'no' ? [...new Set(edges.flatMap((edge) => edge.guard ?? []))] : [];
  return {
    type,
    title,
    ...(basis && { basis }),
    sentBy,
    forYou: sentBy.some((role) => probe.by.roles.includes(role)),
    permitted,
    whyNot: unmet.map((name) => ({
      rule: name,
      title: workflow.rules[name]!.title,
      ...(workflow.rules[name]!.basis && { basis: workflow.rules[name]!.basis }),
    })),
    form: data.schema,
  };

  function answerOf({ guard }: Edge): 'yes' | 'no' | 'depends' {
    if (guard === undefined) return 'yes';
    const rule = workflow.rules[guard]!;
    if (rule.asks === 'event') return 'depends';
    return rule.holds({ context: snapshot.context as never, event: probe }) ? 'yes' : 'no';
  }
}
