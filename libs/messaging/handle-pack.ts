import type { Announcement } from '@zhiheng/contracts';
import { messageId } from '@zhiheng/kernel';
import { remedyFor } from './failure.js';
import type { BuriedEnvelope, DeliveryTimes, UnhandledRow } from './inbox.js';
import { faultFields } from './log.js';
import type { PackedEnvelope } from './pack.js';
import { readAnnouncement } from './read-announcement.js';

/** An envelope with its announcement, ready to be handled. */
export type OpenEnvelope = {
  readonly envelope: PackedEnvelope;
  readonly announcement: Announcement;
  readonly text: string;
  readonly blocked: boolean;
  readonly times?: DeliveryTimes;
};

export type Postponed = { readonly envelope: PackedEnvelope; readonly delayMs: number; readonly fault: unknown };

/** What came of a pack. Every envelope of it is in exactly one of the four; those held back wait for an earlier one of their procedure. */
export type PackOutcome = {
  /** Outbox ids. */
  readonly handled: readonly string[];
  readonly buried: readonly BuriedEnvelope[];
  readonly postponed: readonly Postponed[];
  readonly heldBack: readonly PackedEnvelope[];
};

export type HandlingRules = { readonly maxAttempts: number; readonly random: () => number };

/** Reads the announcements; those that cannot be read are buried at once. */
export function openEnvelopes(
  envelopes: readonly PackedEnvelope[],
  rows: readonly UnhandledRow[],
): { readonly open: readonly OpenEnvelope[]; readonly buried: readonly BuriedEnvelope[] } {
  const byId = new Map(envelopes.map((envelope) => [envelope.outboxId, envelope]));
  const open: OpenEnvelope[] = [];
  const buried: BuriedEnvelope[] = [];
  for (const { outboxId, text, blocked, times } of rows) {
    const envelope = byId.get(outboxId) ?? { outboxId };
    try {
      open.push({ envelope, announcement: readAnnouncement(text), text, blocked, ...(times && { times }) });
    } catch (fault) {
      // What cannot be read has no message id: its row gives it one.
      buried.push({
        outboxId,
        messageId: messageId('outbox', outboxId),
        topic: '',
        text,
        attempts: (envelope.attempts ?? 0) + 1,
        ...faultFields(fault),
      });
    }
  }
  return { open, buried };
}

/**
 * Handles all procedures of a pack at the same time, so that the engine may batch them, and the announcements of one procedure
 * one after the other. What must be tried again holds back those behind it; what is buried does not.
 */
export async function handlePack(
  {
    handle,
    rules,
  }: {
    readonly handle: (announcement: Announcement, times?: DeliveryTimes) => Promise<void>;
    readonly rules: HandlingRules;
  },
  open: readonly OpenEnvelope[],
): Promise<PackOutcome> {
  const lanes = groupByProcedure(open);
  const outcomes = await Promise.all([...lanes.values()].map((lane) => handleLane({ handle, rules }, lane)));
  return {
    handled: outcomes.flatMap(({ handled }) => handled),
    buried: outcomes.flatMap(({ buried }) => buried),
    postponed: outcomes.flatMap(({ postponed }) => postponed),
    heldBack: outcomes.flatMap(({ heldBack }) => heldBack),
  };
}

async function handleLane(
  {
    handle,
    rules,
  }: {
    readonly handle: (announcement: Announcement, times?: DeliveryTimes) => Promise<void>;
    readonly rules: HandlingRules;
  },
  lane: readonly OpenEnvelope[],
): Promise<PackOutcome> {
  const handled: string[] = [];
  const buried: BuriedEnvelope[] = [];
  const envelopesFrom = (place: number): readonly PackedEnvelope[] => lane.slice(place).map(({ envelope }) => envelope);
  for (const [place, { envelope, announcement, text, blocked, times }] of lane.entries()) {
    if (blocked) return { handled, buried, postponed: [], heldBack: envelopesFrom(place) };
    try {
      await handle(announcement, times);
      handled.push(envelope.outboxId);
    } catch (fault) {
      const remedy = remedyFor(fault, { envelope, maxAttempts: rules.maxAttempts, jitter: rules.random() });
      if (remedy.kind === 'bury') {
        const { messageId: message, topic } = announcement;
        buried.push({
          outboxId: envelope.outboxId,
          messageId: message,
          topic,
          text,
          attempts: remedy.attempts,
          ...faultFields(fault),
        });
        continue;
      }
      return {
        handled,
        buried,
        postponed: [{ envelope: remedy.envelope, delayMs: remedy.delayMs, fault }],
        heldBack: envelopesFrom(place + 1),
      };
    }
  }
  return { handled, buried, postponed: [], heldBack: [] };
}

function groupByProcedure(open: readonly OpenEnvelope[]): ReadonlyMap<string, readonly OpenEnvelope[]> {
  const lanes = new Map<string, OpenEnvelope[]>();
  for (const entry of open) {
    const lane = lanes.get(entry.announcement.source.instanceId);
    if (lane === undefined) lanes.set(entry.announcement.source.instanceId, [entry]);
    else lane.push(entry);
  }
  return lanes;
}

/** Packs what goes back into the queue: one pack for all that are due at about the same time, in outbox order. */
export function packPostponed(
  postponed: readonly Postponed[],
): readonly { readonly delayMs: number; readonly envelopes: readonly PackedEnvelope[] }[] {
  const slots = new Map<number, { delayMs: number; envelopes: PackedEnvelope[] }>();
  for (const { envelope, delayMs } of postponed) {
    // Powers of two: few packs, and nobody waits more than twice as long as meant.
    const slot = Math.ceil(Math.log2(Math.max(1, delayMs)));
    const pack = slots.get(slot);
    if (pack === undefined) slots.set(slot, { delayMs, envelopes: [envelope] });
    else {
      pack.envelopes.push(envelope);
      pack.delayMs = Math.max(pack.delayMs, delayMs);
    }
  }
  return [...slots.values()];
}
