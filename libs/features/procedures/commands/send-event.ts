import type { Principal } from '@zhiheng/auth';
import type { Envelope, Outcome } from '@zhiheng/contracts';
import { instanceUnknown } from '@zhiheng/engine';
import type { Engine } from '@zhiheng/engine';
import { ZhihengError, instanceId, legalDateOf, messageId, parseLegalDate } from '@zhiheng/kernel';
import type { ClockPort, InstanceId, JsonObject, MessageId } from '@zhiheng/kernel';
import { randomUUID } from 'node:crypto';

export type CommandPorts = {
  readonly engine: Pick<Engine, 'advance'>;
  readonly clock: ClockPort;
};

/** What somebody sends: a fact, and from which legal day. */
export type Sent = { readonly type: string; readonly data: JsonObject; readonly on?: string };
/** Who sends it and under which key; without a key every sending is a new one. */
export type Sender = { readonly principal: Principal; readonly key: string | undefined };
export type Target = { readonly id: InstanceId; readonly expectedSeq?: number };
export type OpeningOf = Pick<Envelope, 'workflow'> & NonNullable<Envelope['opening']>;

/** Opens a procedure by its first event. The same account opens one procedure under one key. */
export function openProcedure(
  { engine, clock }: CommandPorts,
  { principal, key }: Sender,
  { workflow, jurisdiction, subject, ...sent }: OpeningOf & Sent,
): Promise<Outcome> {
  const message = messageFor(principal, key);
  return engine.advance({
    ...envelopeOf(sent, { principal, clock, message }),
    instanceId: instanceId(workflow, 'http', message),
    workflow,
    opening: { jurisdiction, subject },
  });
}

/**
 * Sends an event to a procedure. Whether the sender may is for the engine to say, so that a refusal is on the log; only one that is
 * restricted to others, and so `hidden`, is answered as if it were not there. Throws PROCEDURE_MOVED when it is not where the sender saw it.
 */
export async function sendEvent(
  { engine, clock }: CommandPorts,
  { principal, key, hidden }: Sender & { readonly hidden: boolean },
  { id, expectedSeq, ...sent }: Target & Sent,
): Promise<Outcome> {
  const envelope = envelopeOf(sent, { principal, clock, message: messageFor(principal, key, id) });
  if (hidden) return { kind: 'rejected', instanceId: id, refusal: instanceUnknown(id) };
  const outcome = await engine.advance({
    ...envelope,
    instanceId: id,
    // The workflow is that of the stored procedure; the engine reads it with the snapshot.
    workflow: '',
    ...(expectedSeq !== undefined && { expectedSeq }),
  });
  if (outcome.kind === 'stale' && outcome.seq !== undefined)
    throw new ZhihengError('PROCEDURE_MOVED', { expected: expectedSeq, found: outcome.seq });
  return outcome;
}

/** The id of a message: of this account and key, so that somebody else's key cannot be met. */
export function messageFor({ actor }: Principal, key: string | undefined, ...scope: readonly string[]): MessageId {
  return messageId('http', actor.id, ...scope, key ?? randomUUID());
}

function envelopeOf(
  { type, data, on }: Sent,
  { principal, clock, message }: { readonly principal: Principal; readonly clock: ClockPort; readonly message: MessageId },
): Pick<Envelope, 'messageId' | 'event' | 'on' | 'actor'> {
  return {
    messageId: message,
    event: { type, data },
    on: on === undefined ? legalDateOf(clock.now()) : parseLegalDate(on),
    actor: principal.actor,
  };
}
