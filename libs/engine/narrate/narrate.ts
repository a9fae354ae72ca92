import { ROLE_TITLES } from '@zhiheng/contracts';
import type { Cause, Role } from '@zhiheng/contracts';
import type { Bilingual, Instant, JsonObject, LegalDate } from '@zhiheng/kernel';
import type { Citation } from '@zhiheng/calendar';
import type { Workflow } from '@zhiheng/workflow-kit';
import { lapsedEvent } from '@zhiheng/workflow-kit';
import type { LogEntry } from '../audit/seal-entry.js';
import type { ClockRecord } from '../state.js';
import { isUpgrade } from '../upgrade/upgrade-envelope.js';
import { narrateClock } from './narrate-clock.js';
import { narrateUpgrade, narrateUpgradedClock, upgradeTitle } from './narrate-upgrade.js';
import { stateTitle } from './state-title.js';

/** Something that an entry brought along: a clock that moved, a document, a fact that was made known. */
export type NarratedDetail = {
  readonly kind: 'clock' | 'document' | 'announcement';
  readonly name: string;
  readonly sentence: Bilingual;
};

/** Why an entry came about, where it was not a person who sent it. */
export type NarratedCause =
  | {
      readonly kind: 'rule';
      readonly rule: string;
      readonly title: Bilingual;
      readonly citation: Citation;
      readonly facts: JsonObject;
      readonly source: { readonly instanceId?: string; readonly workflow?: string; readonly seq?: number };
    }
  | { readonly kind: 'clock'; readonly clock: string; readonly title: Bilingual; readonly dueOn?: LegalDate }
  | { readonly kind: 'origin'; readonly origin: JsonObject };

/** One entry of the log as a person reads it. */
export type NarratedEntry = {
  readonly seq: number;
  readonly at: Instant;
  readonly on: LegalDate;
  readonly kind: LogEntry['kind'];
  readonly event: { readonly type: string; readonly title: Bilingual };
  readonly actor: LogEntry['actor'];
  readonly from: string;
  readonly to: string;
  readonly sentence: Bilingual;
  readonly details: readonly NarratedDetail[];
  readonly cause?: NarratedCause;
  readonly refusal?: LogEntry['refusal'];
};

export type Narrator = {
  readonly workflowOf: (entry: LogEntry) => Workflow;
  /** The title of a rule of the rulebook; undefined for one that is no longer in it. */
  readonly ruleTitle: (id: string) => Bilingual | undefined;
};

/** Tells a log, from its first entry on, in sentences. Pure. */
export function narrate(entries: readonly LogEntry[], narrator: Narrator): readonly NarratedEntry[] {
  const clocks = new Map<string, ClockRecord>();
  return entries.map((entry) => {
    const workflow = narrator.workflowOf(entry);
    const cause = causeOf(entry, { workflow, narrator, clocks });
    const before = entry.upgraded && narrator.workflowOf({ ...entry, version: entry.upgraded.from });
    const details = detailsOf(entry, { workflow, clocks, ...(before && { before }) });
    for (const clock of entry.clocks ?? []) clocks.set(clock.name, clock);
    return {
      seq: entry.seq,
      at: entry.at,
      on: entry.on,
      kind: entry.kind,
      event: { type: entry.event.type, title: eventTitle(workflow, entry) },
      actor: entry.actor,
      from: entry.from,
      to: entry.to,
      sentence: sentenceOf(entry, before === undefined ? { workflow } : { workflow, before }, cause),
      details,
      ...(cause && { cause }),
      ...(entry.refusal && { refusal: entry.refusal }),
    };
  });
}

/** The version of an entry, and of an upgrade the one before. */
type Law = { readonly workflow: Workflow; readonly before?: Workflow };

function sentenceOf(entry: LogEntry, { workflow, before }: Law, cause: NarratedCause | undefined): Bilingual {
  if (before !== undefined) {
    const who = actorIn(entry, workflow);
    const what = narrateUpgrade(entry, { before, after: workflow });
    return { zh: `${entry.on} ${who.zh}：${what.zh}`, en: `${entry.on} ${who.en}: ${what.en}` };
  }
  const did = whatHappened(entry, workflow, cause);
  if (entry.refusal !== undefined) {
    const { zh, en } = entry.refusal.message;
    return { zh: `${did.zh}，未予受理：${zh}`, en: `${did.en}; refused: ${en}` };
  }
  const entered = enteredBy(entry);
  if (entered === '') return did;
  const title = stateTitle(workflow, entered);
  return { zh: `${did.zh}，进入“${title.zh}”`, en: `${did.en}; now in "${title.en}"` };
}

function whatHappened(entry: LogEntry, workflow: Workflow, cause: NarratedCause | undefined): Bilingual {
  const event = eventTitle(workflow, entry);
  if (cause?.kind === 'clock') {
    const due =
      cause.dueOn === undefined ? { zh: '', en: '' } : { zh: `（末日${cause.dueOn}）`, en: ` (last day ${cause.dueOn})` };
    return {
      zh: `${entry.on} “${cause.title.zh}”届满${due.zh}`,
      en: `${entry.on} the term "${cause.title.en}" ran out${due.en}`,
    };
  }
  if (cause?.kind === 'rule') {
    const how =
      entry.seq === 1 ? { zh: '启动程序', en: 'opened the procedure' } : { zh: '通知本程序', en: 'told the procedure' };
    return {
      zh: `${entry.on} 系统依据规则“${cause.title.zh}”（${sourceOf(cause.citation)}）${how.zh}：${event.zh}`,
      en: `${entry.on} the rule "${cause.title.en}" (${cause.citation.en ?? cause.citation.zh}) ${how.en}: ${event.en}`,
    };
  }
  const who = actorIn(entry, workflow);
  return { zh: `${entry.on} ${who.zh}：${event.zh}`, en: `${entry.on} ${who.en}: ${event.en}` };
}

function sourceOf({ zh, article }: Citation): string {
  return article === undefined ? zh : `${zh} ${article}`;
}

/** States that the entry entered; those of other regions were there before. */
function enteredBy({ from, to, seq }: LogEntry): string {
  const before = new Set(from.split('|'));
  const entered = to.split('|').filter((path) => !before.has(path));
  return seq === 1 ? to : entered.join('|');
}

/** Who sent it, and in which of their roles: those that may send this event. */
function actorIn({ actor, event }: LogEntry, workflow: Workflow): Bilingual {
  const sentBy: readonly Role[] = workflow.events[event.type]?.sentBy ?? [];
  const fitting = actor.roles.filter((role) => sentBy.includes(role));
  const roles = (fitting.length > 0 ? fitting : actor.roles).map(
    (role): Bilingual => ROLE_TITLES[role] ?? { zh: role, en: role },
  );
  const name = actor.name ?? actor.id;
  if (actor.roles.includes('system')) return { zh: '系统', en: 'the system' };
  const place =
    actor.inPlaceOf === undefined ? { zh: '', en: '' } : { zh: `代${actor.inPlaceOf}，`, en: `for ${actor.inPlaceOf}, ` };
  return {
    zh: `${name}（${place.zh}${roles.map(({ zh }) => zh).join('、')}）`,
    en: `${name} (${place.en}${roles.map(({ en }) => en).join(', ')})`,
  };
}

function eventTitle(workflow: Workflow, entry: LogEntry): Bilingual {
  const { type } = entry.event;
  if (isUpgrade(entry)) return upgradeTitle(entry);
  const clock = workflow.lapses[type];
  if (clock !== undefined && !(type in workflow.events)) {
    const title = workflow.clocks[clock]!.title;
    return { zh: `“${title.zh}”届满`, en: `"${title.en}" ran out` };
  }
  return workflow.events[type]?.title ?? { zh: type, en: type };
}

type Told = Law & { readonly clocks: ReadonlyMap<string, ClockRecord> };

function detailsOf(entry: LogEntry, { workflow, clocks, before }: Told): readonly NarratedDetail[] {
  return [
    ...(entry.clocks ?? []).flatMap((clock): readonly NarratedDetail[] => {
      if (entry.upgraded !== undefined && before !== undefined) {
        const change = { before: clocks.get(clock.name), after: clock };
        const told = narrateUpgradedClock(entry.upgraded, { before, after: workflow }, change);
        return told === undefined ? [] : [{ kind: 'clock', name: clock.name, sentence: told }];
      }
      // The sentence of a lapse says already that its clock ran out.
      if (clock.state === 'lapsed' && lapsedEvent(clock.name) === entry.event.type) return [];
      const sentence = narrateClock(workflow.clocks[clock.name]?.title ?? { zh: clock.name, en: clock.name }, {
        before: clocks.get(clock.name),
        after: clock,
      });
      return [{ kind: 'clock', name: clock.name, sentence }];
    }),
    ...(entry.documents ?? []).map((name): NarratedDetail => {
      const title = workflow.documents[name]?.title ?? { zh: name, en: name };
      return { kind: 'document', name, sentence: { zh: `出具《${title.zh}》`, en: `issued: ${title.en}` } };
    }),
    ...(entry.announced ?? []).map(({ topic }): NarratedDetail => {
      const name = topic.slice(topic.indexOf('.') + 1);
      const title = workflow.announcements[name]?.title ?? { zh: topic, en: topic };
      return { kind: 'announcement', name: topic, sentence: { zh: `通报：${title.zh}`, en: `made known: ${title.en}` } };
    }),
  ];
}

function causeOf(
  { cause }: LogEntry,
  { workflow, narrator, clocks }: Told & { readonly narrator: Narrator },
): NarratedCause | undefined {
  if (cause === undefined) return undefined;
  if (cause.rule !== undefined) return ruleCause(cause, cause.rule, narrator);
  if (cause.clock !== undefined) {
    const { name } = cause.clock;
    const dueOn = clocks.get(name)?.dueOn;
    return {
      kind: 'clock',
      clock: name,
      title: workflow.clocks[name]?.title ?? { zh: name, en: name },
      ...(dueOn && { dueOn }),
    };
  }
  return cause.origin === undefined ? undefined : { kind: 'origin', origin: cause.origin };
}

function ruleCause(
  { instanceId, workflow, seq }: Cause,
  { id, facts, citation }: NonNullable<Cause['rule']>,
  { ruleTitle }: Narrator,
): NarratedCause {
  return {
    kind: 'rule',
    rule: id,
    title: ruleTitle(id) ?? { zh: id, en: id },
    citation,
    facts,
    source: { ...(instanceId && { instanceId }), ...(workflow && { workflow }), ...(seq !== undefined && { seq }) },
  };
}
