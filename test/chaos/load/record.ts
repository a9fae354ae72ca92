import { appendFileSync, readFileSync } from 'node:fs';
import type { InstanceId, MessageId } from '@zhiheng/kernel';

/** What a command was sent for, hence which answers it may get. */
export type Intent =
  | 'open'
  | 'advance'
  /** By somebody whose role may not send it. */
  | 'wrong-role'
  /** No command at all. */
  | 'malformed'
  /** For a procedure as it never was. */
  | 'stale'
  /** Another command under a key that was used. */
  | 'reused-key'
  | 'unknown-procedure';

/** One command as its sender means it. Sent again under the same key it stays the same command. */
export type Command = {
  readonly kind: 'command';
  readonly n: number;
  readonly sender: number;
  readonly procedure: InstanceId;
  readonly messageId: MessageId;
  readonly intent: Intent;
  readonly event: string;
  readonly account: string;
};
export type Sending = {
  readonly kind: 'sending';
  readonly n: number;
  readonly attempt: number;
  /** Which one, from 0. */
  readonly gateway: number;
  readonly at: number;
};
/** What the answer said; only what a sender would hold the system to. */
export type Answer = {
  readonly kind: 'answer';
  readonly n: number;
  readonly attempt: number;
  readonly at: number;
  readonly status: number;
  readonly outcome?: 'accepted' | 'duplicate' | 'stale';
  readonly code?: string;
  readonly seq?: number;
  readonly instanceId?: string;
};
/** No answer came: what became of the command is not known. */
export type Silence = {
  readonly kind: 'silence';
  readonly n: number;
  readonly attempt: number;
  readonly at: number;
  readonly why: string;
};
/** The system's clock was asked to stand at an instant (`at` and `to` in milliseconds since 1970). */
export type ClockMove = { readonly kind: 'clock'; readonly at: number; readonly to: number; readonly status: number };
/** An announcement that nobody can handle, put into the outbox on purpose. */
export type Poison = { readonly kind: 'poison'; readonly consumer: string; readonly outboxId: string };

export type Line = Command | Sending | Answer | Silence | ClockMove | Poison;

/** What was sent and what was answered, written down by the sender as it goes. */
export type ChaosRecord = { write(line: Line): void };

export function openRecord(file: string): ChaosRecord {
  return { write: (line) => appendFileSync(file, `${JSON.stringify(line)}\n`) };
}

export function readRecord(file: string): readonly Line[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}
