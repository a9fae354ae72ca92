import type { Outcome, Refusal, Subject } from '@zhiheng/contracts';
import type { Bilingual, Instant, InstanceId, LegalDate } from '@zhiheng/kernel';
import type { Live, Step } from '../advance/apply-event.js';
import { clockFacts, isOver } from '../advance/plan-clocks.js';
import type { FrameCache } from '../frames/legal-frame.js';
import { stateTitle } from '../narrate/state-title.js';
import type { CompiledWorkflow } from '../registry/registry.js';
import { stateName } from '../state.js';
import type { ClockRecord } from '../state.js';
import type { HeldBack } from './upgrade-case.js';

/** What an upgrade does to one clock that runs, before it or after it. */
export type ClockChange = {
  /** The name after; of a dropped clock the one before. */
  readonly clock: string;
  readonly title: Bilingual;
  readonly how: 'carried' | 'renamed' | 'restarted' | 'gained' | 'lost';
  readonly dueBefore?: LegalDate;
  readonly dueAfter?: LegalDate;
  /** Calendar days by which the last day moves; positive is later. */
  readonly movedDays?: number;
  readonly provisional?: boolean;
  /** The term is over already when the clock starts: it lapses at once. */
  readonly lapsesAtOnce?: boolean;
  /** Where the length of the term after stands; of a lost clock that of the term before. */
  readonly article: string;
  /** Why the clock is lost. */
  readonly reason?: Bilingual;
};

/** What an upgrade changes in one procedure, or why it does not. The same for a dry run and for the run itself. */
export type CaseReport = {
  readonly instanceId: InstanceId;
  readonly jurisdiction: string;
  readonly subject: Subject;
  readonly version: { readonly from: number; readonly to: number };
  /** `held-back`: a person has to decide. `fails`: the upgrade itself is at fault for this procedure. */
  readonly verdict: 'upgrades' | 'held-back' | 'fails' | 'closed';
  readonly state: { readonly before: NamedState; readonly after?: NamedState };
  readonly clocks: readonly ClockChange[];
  readonly reasons: readonly HeldBack[];
};
export type NamedState = { readonly name: string; readonly title: Bilingual };

const DAY_MS = 86_400_000;

/** Reads off the decided step what it changes. Pure. */
export function reportStep(
  before: Live,
  step: Step,
  given: { readonly target: CompiledWorkflow; readonly frames: FrameCache; readonly at: Instant },
): CaseReport {
  const { instanceId, jurisdiction, subject, workflow } = before;
  const { outcome, live } = step;
  const refused = outcome.kind === 'rejected' ? outcome.refusal : undefined;
  return {
    instanceId,
    jurisdiction,
    subject,
    version: { from: workflow.version, to: given.target.version },
    verdict: verdictOf(outcome),
    state: { before: namedState(before), ...(refused === undefined && { after: namedState(live) }) },
    clocks: refused === undefined ? clockChanges(before, step, given) : [],
    reasons: refused === undefined ? [] : reasonsOf(refused),
  };
}

export function verdictOf(outcome: Outcome): CaseReport['verdict'] {
  if (outcome.kind !== 'rejected') return 'upgrades';
  if (outcome.refusal.code === 'UPGRADE_BLOCKED') return 'held-back';
  return outcome.refusal.code === 'INSTANCE_CLOSED' ? 'closed' : 'fails';
}

function reasonsOf({ code, message, found }: Refusal): readonly HeldBack[] {
  return code === 'UPGRADE_BLOCKED' ? (found as unknown as readonly HeldBack[]) : [{ block: code, title: message }];
}

function namedState({ workflow, snapshot }: Live): NamedState {
  const name = stateName(snapshot.value as never);
  return { name, title: stateTitle(workflow, name) };
}

function clockChanges(
  before: Live,
  { live: after, entry }: Step,
  { frames, at }: { readonly frames: FrameCache; readonly at: Instant },
): readonly ClockChange[] {
  const notes = entry.upgraded?.clocks ?? [];
  const renamed = new Map(notes.flatMap((note) => (note.how === 'renamed' ? [[note.as, note.name] as const] : [])));
  const article = (clock: ClockRecord, workflow: CompiledWorkflow): string => {
    const { citation } = clockFacts(clock, { workflow, frame: frames.get(clock.frame) });
    return citation.article === undefined ? citation.zh : `${citation.zh} ${citation.article}`;
  };
  const lost = notes.flatMap((note): readonly ClockChange[] => {
    const clock = before.clocks[note.name];
    if (note.how !== 'dropped' || clock === undefined) return [];
    const { name, dueOn } = clock;
    return [
      {
        clock: name,
        title: before.workflow.clocks[name]!.title,
        how: 'lost',
        dueBefore: dueOn,
        article: article(clock, before.workflow),
        reason: note.reason,
      },
    ];
  });
  const running = Object.values(after.clocks).filter((clock) => !isOver(clock));
  const kept = running.map((clock): ClockChange => {
    const earlier = earlierOf(before, renamed.get(clock.name) ?? clock.name);
    const how = earlier === undefined ? 'gained' : howOf(clock, notes);
    return {
      clock: clock.name,
      title: after.workflow.clocks[clock.name]!.title,
      how,
      ...(earlier && { dueBefore: earlier.dueOn }),
      dueAfter: clock.dueOn,
      ...(earlier && { movedDays: (Date.parse(clock.dueOn) - Date.parse(earlier.dueOn)) / DAY_MS }),
      ...(clock.provisional && { provisional: true }),
      ...(isNew(how) && clock.state === 'running' && clock.dueAt <= at && { lapsesAtOnce: true }),
      article: article(clock, after.workflow),
    };
  });
  return [...lost, ...kept];
}

/** The clock before from which one after comes, where it ran. */
function earlierOf({ clocks }: Live, name: string): ClockRecord | undefined {
  const clock = clocks[name];
  return clock === undefined || isOver(clock) ? undefined : clock;
}

/** A term that had run out before only waits for its lapse to be delivered: the upgrade has no part in it. */
function isNew(how: ClockChange['how']): boolean {
  return how === 'gained' || how === 'restarted';
}

function howOf({ name }: ClockRecord, notes: NonNullable<Step['entry']['upgraded']>['clocks']): ClockChange['how'] {
  if (notes.some((note) => note.how === 'renamed' && note.as === name)) return 'renamed';
  return notes.some((note) => note.how === 'restarted' && note.name === name) ? 'restarted' : 'carried';
}
