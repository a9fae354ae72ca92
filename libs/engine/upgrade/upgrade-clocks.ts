import { maySuspend } from '@zhiheng/calendar';
import type { TermRule } from '@zhiheng/calendar';
import { legalDateOf, parseLegalDate, startOfLegalDay } from '@zhiheng/kernel';
import type { Bilingual, Instant, JsonObject } from '@zhiheng/kernel';
import type { StartFact } from '@zhiheng/workflow-kit';
import { isOver, reread } from '../advance/plan-clocks.js';
import type { Unread } from '../advance/plan-clocks.js';
import type { UpgradedClock } from '../audit/seal-entry.js';
import type { FrameCache, LoadedFrame } from '../frames/legal-frame.js';
import type { CompiledUpgrade } from '../registry/registry.js';
import type { ClockRecord, Clocks } from '../state.js';

export type ClockUpgrade = {
  readonly upgrade: CompiledUpgrade;
  /** Clocks and context as they stand before. */
  readonly clocks: Clocks;
  readonly context: JsonObject;
  /** Paths of the states after the upgrade with those around them. */
  readonly states: ReadonlySet<string>;
  readonly frames: FrameCache;
  /** The law in force on the day of the upgrade, with the values that the new version asks for. */
  readonly frame: LoadedFrame;
  readonly at: Instant;
};

/** A fact from which a clock is to start and that the procedure does not have. */
export type MissingFact = { readonly clock: string; readonly fact: string };

export type PlannedClocks =
  { readonly clocks: Clocks; readonly notes: readonly UpgradedClock[] } | { readonly missing: readonly MissingFact[] };

/** The clocks after an upgrade, every one recomputed from its facts. Pure. */
export function planUpgradedClocks(given: ClockUpgrade): PlannedClocks {
  const { upgrade, clocks: before, states } = given;
  const after: Record<string, ClockRecord> = {};
  const notes: UpgradedClock[] = [];
  const missing: MissingFact[] = [];

  const start = (name: string, from: StartFact, how: 'restarted' | 'begun'): void => {
    const started = startAnew(given, name, from);
    if ('fact' in started) missing.push(started);
    else {
      after[name] = started;
      notes.push({ name, how });
    }
  };
  const follow = (clock: ClockRecord): void => {
    const { name } = clock;
    const fate = upgrade.clocks[name];
    // What is over stays what it was; under its new name, where it has one, so that rules of the new version find it.
    if (fate === undefined || isOver(clock)) {
      const own = fate?.kind === 'rename' ? fate.to : name;
      after[own] ??= own === name ? clock : { ...clock, name: own, generation: runOf(before, own) };
      return;
    }
    switch (fate.kind) {
      case 'carry':
        after[name] = carried(given, clock, name);
        return;
      case 'restart':
        start(name, fate.from, 'restarted');
        return;
      case 'drop':
        after[name] ??= { ...clock, state: 'stopped' };
        notes.push({ name, how: 'dropped', reason: fate.reason });
        return;
      case 'rename':
        // The old name stays behind, stopped: its lapse may be under way.
        after[name] ??= { ...clock, state: 'stopped' };
        after[fate.to] = carried(given, clock, fate.to);
        notes.push({ name, how: 'renamed', as: fate.to });
    }
  };

  for (const clock of Object.values(before)) follow(clock);
  for (const [name, plan] of Object.entries(upgrade.newClocks))
    if (plan.kind === 'begin' && plan.states.some((path) => states.has(path))) start(name, plan.from, 'begun');
  return missing.length > 0 ? { missing } : { clocks: after, notes };
}

/** Runs on under the law to which it is pinned. The very same record where nothing changes. */
function carried({ upgrade, frames, clocks }: ClockUpgrade, clock: ClockRecord, name: string): ClockRecord {
  const law = { workflow: upgrade.target, frame: frames.get(clock.frame) };
  if (name !== clock.name) return reread({ ...clock, name, generation: runOf(clocks, name) }, law);
  const read = reread(clock, law);
  return JSON.stringify(read) === JSON.stringify(clock) ? clock : read;
}

/** A run of a clock that no lapse under way can mean. */
function runOf(clocks: Clocks, name: string): number {
  return (clocks[name]?.generation ?? 0) + 1;
}

function startAnew(given: ClockUpgrade, name: string, from: StartFact): ClockRecord | MissingFact {
  const { upgrade, clocks, frame } = given;
  const start = startOf(given, from);
  if (start === undefined) return { clock: name, fact: from.kind === 'fact' ? from.on : from.clock };
  const rule = frame.values[upgrade.target.clocks[name]!.term] as unknown as TermRule;
  const stops = start.stops.filter(({ reason }) => maySuspend(rule, reason));
  const facts: Unread = {
    name,
    generation: runOf(clocks, name),
    state: stops.some(({ to }) => to === undefined) ? 'suspended' : 'running',
    frame: frame.hash,
    trigger: start.trigger,
    startedOn: start.startedOn,
    startedAt: start.startedAt,
    stops,
    extensions: [],
  };
  return reread(facts, { workflow: upgrade.target, frame });
}

type Start = Pick<ClockRecord, 'trigger' | 'startedOn' | 'startedAt' | 'stops'>;

function startOf({ clocks, context, at }: ClockUpgrade, from: StartFact): Start | undefined {
  if (from.kind === 'clock') return clocks[from.clock];
  const found = from.on.split('.').reduce<unknown>((value, key) => (value as JsonObject | undefined)?.[key], context);
  if (typeof found !== 'string') return undefined;
  const startedOn = parseLegalDate(found);
  // Only the day is known: hours run from its beginning, the shorter reading; from the very moment where that is now.
  const startedAt = startedOn === legalDateOf(at) ? at : startOfLegalDay(startedOn);
  return { trigger: from.trigger, startedOn, startedAt, stops: [] };
}

/** Why a clock cannot start, for the person who has to enter the fact. */
export function missingFactReason({ clock, fact }: MissingFact, { target }: CompiledUpgrade): Bilingual {
  const title = target.clocks[clock]!.title;
  return {
    zh: `缺少“${title.zh}”的起算事实（${fact}）`,
    en: `the fact from which "${title.en}" is to run is missing (${fact})`,
  };
}
