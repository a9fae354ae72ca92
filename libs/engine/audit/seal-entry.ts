import type { Cause, Envelope, Opening, Refusal } from '@zhiheng/contracts';
import { sha256 } from '@zhiheng/kernel';
import type { Bilingual, Instant, InstanceId, JsonObject, LegalDate, MessageId } from '@zhiheng/kernel';
import type { Actor } from '@zhiheng/contracts';
import type { ClockRecord } from '../state.js';

/** One entry of a procedure's log: what came, who sent it, what was decided, on which law. Enough to decide it again. */
export type LogEntry = {
  readonly format: 1;
  readonly instance: InstanceId;
  readonly seq: number;
  readonly kind: 'accepted' | 'refused';
  readonly workflow: string;
  readonly version: number;
  readonly at: Instant;
  readonly on: LegalDate;
  readonly message: MessageId;
  readonly event: { readonly type: string; readonly data: JsonObject };
  readonly actor: Actor;
  readonly opening?: Opening;
  readonly cause?: Cause;
  /** Hash of the legal frame: policy values and calendar as resolved for this decision. */
  readonly frame: string;
  readonly from: string;
  readonly to: string;
  /** SHA-256 of the snapshot text after the entry. */
  readonly snapshot: string;
  readonly documents?: readonly string[];
  readonly announced?: readonly { readonly topic: string; readonly message: MessageId }[];
  /** Clocks as they stand after the entry, those that it changed. */
  readonly clocks?: readonly ClockRecord[];
  readonly refusal?: Refusal;
  /** Of an entry that brought the procedure under another version: which, and what became of the clocks that did not just run on. */
  readonly upgraded?: Upgraded;
  /** Hash of the entry before: breaking one link breaks all that follow. */
  readonly prev: string;
};

export type Upgraded = { readonly from: number; readonly to: number; readonly clocks: readonly UpgradedClock[] };
/** `name` is the one before, of a clock that begins the one after; `as` is the new name. */
export type UpgradedClock =
  | { readonly name: string; readonly how: 'dropped'; readonly reason: Bilingual }
  | { readonly name: string; readonly how: 'renamed'; readonly as: string }
  | { readonly name: string; readonly how: 'restarted' | 'begun' };

export type SealedEntry = { readonly text: string; readonly hash: string };

/**
 * Seals an entry: the text is kept byte for byte and hashed as it is, with the previous hash inside, so that checking a chain
 * needs nothing but SHA-256.
 */
export function sealEntry(entry: LogEntry): SealedEntry {
  const text = JSON.stringify(entry);
  return { text, hash: sha256(text) };
}

export function entryEnvelope(entry: LogEntry): Envelope {
  return {
    messageId: entry.message,
    instanceId: entry.instance,
    workflow: entry.workflow,
    event: entry.event,
    on: entry.on,
    actor: entry.actor,
    ...(entry.opening && { opening: entry.opening }),
    ...(entry.cause && { cause: entry.cause }),
  };
}

/** Undefined for what is no entry: the caller reports it. */
export function parseEntry(text: string): LogEntry | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as LogEntry) : undefined;
  } catch {
    return undefined;
  }
}
