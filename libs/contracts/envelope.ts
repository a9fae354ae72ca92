import type { Bilingual, Instant, InstanceId, JsonObject, LegalDate, MessageId } from '@zhiheng/kernel';
import type { Actor } from './actor.js';

/** Whom or what a procedure is about. */
export type Subject = { readonly kind: string; readonly id: string; readonly name: string };

/** Why a message was sent: the fact, and the rule that drew the consequence from it. */
export type Cause = {
  readonly messageId?: MessageId;
  readonly instanceId?: InstanceId;
  readonly workflow?: string;
  readonly seq?: number;
  /** Rule of the rulebook, the facts that it saw and the sentence that orders the consequence. */
  readonly rule?: {
    readonly id: string;
    readonly facts: JsonObject;
    readonly citation: { readonly zh: string; readonly en?: string; readonly article?: string; readonly sentence?: string };
  };
  /** A lapsed clock: its name and which running of it (a clock may run again). */
  readonly clock?: { readonly name: string; readonly generation: number };
  /** The upgrade to a later version of the workflow that somebody carried out, and what orders it. Never comes from outside. */
  readonly upgrade?: { readonly title: Bilingual; readonly basis: string };
  /** Where the fact entered the system, e.g. file and line of an import. */
  readonly origin?: JsonObject;
};

/** What is needed to open a procedure; the first event brings it along. */
export type Opening = { readonly jurisdiction: string; readonly subject: Subject };

/** One event on its way to one procedure. Everything that decides is in here; nothing is looked up later. */
export type Envelope = {
  readonly messageId: MessageId;
  readonly instanceId: InstanceId;
  readonly workflow: string;
  readonly event: { readonly type: string; readonly data: JsonObject };
  /** The legal date of the fact (receipt, service, decision): terms run from here, not from the time of recording. */
  readonly on: LegalDate;
  readonly actor: Actor;
  readonly opening?: Opening;
  readonly cause?: Cause;
  /** Carried out only while the log of the procedure has this many entries; otherwise `stale`, and nothing is recorded. */
  readonly expectedSeq?: number;
};

/** A fact that a procedure (or the import) announced, on its way to one consumer. */
export type Announcement = {
  readonly messageId: MessageId;
  /** `<workflow>.<announcement>`, e.g. `inspection.nonconformityConfirmed`. */
  readonly topic: string;
  readonly facts: JsonObject;
  readonly source: {
    readonly instanceId: InstanceId;
    readonly workflow: string;
    readonly jurisdiction: string;
    readonly seq: number;
    readonly on: LegalDate;
    readonly at: Instant;
    readonly subject: Subject;
  };
  /** W3C trace context of the event that it came of, where events are traced. No part of the fact: no rule and no log entry sees it. */
  readonly traceparent?: string;
};
