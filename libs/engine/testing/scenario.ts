import type { Actor, Envelope, Role } from '@zhiheng/contracts';
import { SYSTEM } from '@zhiheng/contracts';
import { instant, instanceId, legalDateOf, messageId, startOfLegalDay } from '@zhiheng/kernel';
import type { Instant, Json, JsonObject, LegalDate } from '@zhiheng/kernel';
import { loadConfig } from '@zhiheng/policy-files';
import { lapsedEvent } from '@zhiheng/workflow-kit';
import type { Workflow } from '@zhiheng/workflow-kit';
import type { Refusal } from '@zhiheng/contracts';
import { applyEvent, unopened } from '../advance/apply-event.js';
import type { Live, Step } from '../advance/apply-event.js';
import { expectedEvents, refuseOpening } from '../advance/refuse.js';
import type { LogEntry } from '../audit/seal-entry.js';
import { FrameCache, framesFromConfig, loadFrame } from '../frames/legal-frame.js';
import type { Frames, LoadedFrame } from '../frames/legal-frame.js';
import { createRegistry } from '../registry/registry.js';
import type { CompiledWorkflow } from '../registry/registry.js';
import { stateName } from '../state.js';

export type ScenarioOptions = {
  /** Policy values that differ from config/, by key: the value only. */
  readonly policy?: Readonly<Record<string, Json>>;
  /** Legal date of the first events; `when` keeps the last date unless told another. */
  readonly on?: string;
  readonly jurisdiction?: string;
  readonly subject?: { readonly kind: string; readonly id: string; readonly name: string };
};

export type Announced = { readonly name: string; readonly facts: JsonObject };

/** A procedure played without a database: given / when / then for workflow authors. Each step gives a new scenario. */
export class Scenario {
  constructor(
    private readonly world: World,
    private readonly live: Live | undefined,
    private readonly today: LegalDate,
    private readonly steps: readonly Step[],
    readonly refusal: Refusal | undefined,
  ) {}

  /** Delivers an event. `by` defaults to a person in the first role that may send it. */
  when(type: string, data: JsonObject = {}, { on, by }: { readonly on?: string; readonly by?: Role | Actor } = {}): Scenario {
    const day = (on ?? this.today) as LegalDate;
    const role = by ?? this.world.workflow.events[type]?.sentBy[0] ?? 'case-handler';
    const actor: Actor = typeof role === 'string' ? { id: `${role}-1`, roles: [role] } : role;
    return this.deliver({ ...this.frame(day), event: { type, data }, on: day, actor }, noonOf(day), day);
  }

  /** Waits until the term of a clock has run out and delivers its lapse. */
  lapse(name: string): Scenario {
    const clock = this.live?.clocks[name];
    if (clock === undefined || clock.state !== 'running')
      throw new Error(`clock ${name} is not running (state: ${clock?.state ?? 'never started'})`);
    const day = legalDateOf(clock.dueAt);
    const cause = { clock: { name, generation: clock.generation } };
    const event = { type: lapsedEvent(name), data: {} };
    return this.deliver(
      { ...this.frame(day), event, on: day, actor: SYSTEM, cause },
      clock.dueAt,
      day > this.today ? day : this.today,
    );
  }

  get state(): string {
    return stateName(this.snapshot.value as string | JsonObject);
  }
  get context(): JsonObject {
    return this.snapshot.context as JsonObject;
  }
  get done(): boolean {
    return this.snapshot.status === 'done';
  }
  /** Entries on its log so far, refusals included. */
  get entries(): readonly LogEntry[] {
    return this.steps.map(({ entry }) => entry);
  }
  /** Documents issued so far, in order. */
  get issued(): readonly string[] {
    return this.steps.flatMap((step) => step.entry.documents ?? []);
  }
  /** Facts announced so far, in order. */
  get announced(): readonly Announced[] {
    return this.steps.flatMap((step) =>
      step.announcements.map(({ topic, facts }) => ({ name: topic.slice(topic.indexOf('.') + 1), facts })),
    );
  }
  /** Events that the present state has an edge for; rules may still refuse them. */
  get expected(): readonly string[] {
    return expectedEvents(this.snapshot).filter((type) => type in this.world.workflow.events);
  }
  get clocks(): Live['clocks'] {
    return this.live?.clocks ?? {};
  }
  get day(): LegalDate {
    return this.today;
  }

  private get snapshot(): CompiledWorkflow['initial'] {
    return this.live?.snapshot ?? this.world.workflow.initial;
  }

  private frame(on: LegalDate): Pick<Envelope, 'messageId' | 'instanceId' | 'workflow' | 'opening'> {
    const { workflow, subject, jurisdiction } = this.world;
    return {
      messageId: messageId('scenario', String(this.steps.length), on),
      instanceId: instanceId(workflow.name, 'scenario'),
      workflow: workflow.name,
      ...(this.live === undefined && { opening: { jurisdiction, subject } }),
    };
  }

  private deliver(envelope: Envelope, at: Instant, today: LegalDate): Scenario {
    const { world } = this;
    const refused = this.live === undefined ? refuseOpening(world.workflow, envelope.event.type) : undefined;
    if (refused !== undefined) return new Scenario(world, undefined, this.today, this.steps, refused);
    const live = this.live ?? unopened(envelope, world.workflow, at);
    const frame = world.frameOn(envelope.on);
    const step = applyEvent(live, envelope, { frame, frames: world.frameCache }, at);
    if (step === undefined) throw new Error(`${envelope.event.type} is stale: its clock is not running or not due`);
    const refusal = step.outcome.kind === 'rejected' ? step.outcome.refusal : undefined;
    const kept = refusal !== undefined && live.seq === 0 ? undefined : step.live;
    return new Scenario(world, kept, refusal === undefined ? today : this.today, [...this.steps, step], refusal);
  }
}

type World = {
  readonly workflow: CompiledWorkflow;
  readonly jurisdiction: string;
  readonly subject: { readonly kind: string; readonly id: string; readonly name: string };
  readonly frameCache: FrameCache;
  readonly frameOn: (on: LegalDate) => LoadedFrame;
};

const config = await loadConfig();

/** Frames from the project's config/, as the running system resolves them. */
export function configuredFrames(): Frames {
  const calendars = new Map(
    config.jurisdictions.map((jurisdiction) => [jurisdiction.code, config.calendars.get(jurisdiction.calendar)!]),
  );
  return framesFromConfig({ book: config.book, calendarOf: (code) => calendars.get(code)! });
}

/** Starts a scenario of a workflow. Policy comes from config/ for Zhongshan (442000) unless overridden. */
export function given(workflow: Workflow, options: ScenarioOptions = {}): Scenario {
  const { jurisdiction = '442000', on = '2026-03-02', policy = {} } = options;
  const compiled = compiledOf(workflow);
  const frames = configuredFrames();
  const frameCache = new FrameCache();
  const world: World = {
    workflow: compiled,
    jurisdiction,
    subject: options.subject ?? { kind: 'enterprise', id: '91442000MA0000000X', name: '中山市示例电器有限公司' },
    frameCache,
    frameOn: (day) => {
      const frame = overridden(frames.on({ keys: compiled.policyKeys, jurisdiction, on: day }), policy);
      frameCache.add(frame);
      return frame;
    },
  };
  return new Scenario(world, undefined, on as LegalDate, [], undefined);
}

const compiledWorkflows = new Map<Workflow, CompiledWorkflow>();
function compiledOf(workflow: Workflow): CompiledWorkflow {
  const compiled = compiledWorkflows.get(workflow) ?? createRegistry([workflow]).current(workflow.name)!;
  compiledWorkflows.set(workflow, compiled);
  return compiled;
}

function overridden(loaded: LoadedFrame, values: Readonly<Record<string, Json>>): LoadedFrame {
  if (Object.keys(values).length === 0) return loaded;
  const { policy, calendar } = loaded.frame;
  const changed = Object.entries(values).map(([key, value]) => {
    const before = policy.values[key];
    if (before === undefined) throw new Error(`policy key ${key} is not one that this workflow asks for`);
    return [key, { ...before, value }] as const;
  });
  return loadFrame({ policy: { ...policy, values: { ...policy.values, ...Object.fromEntries(changed) } }, calendar });
}

function noonOf(day: LegalDate): Instant {
  return instant(Date.parse(startOfLegalDay(day)) + 12 * 3_600_000);
}
