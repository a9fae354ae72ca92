import { ZhihengError } from '@zhiheng/kernel';

/**
 * One outbox row on its way. The announcement itself stays in the outbox: the consumer must look there anyway (a row that is gone
 * was handled), and a queue that carries numbers only is small, fast and holds no facts about anybody.
 */
export type PackedEnvelope = {
  readonly outboxId: string;
  /** How often handling failed in a way that counts towards the dead-letter store. */
  readonly attempts?: number;
  /** How often it was put back without counting, because of an outage. */
  readonly waits?: number;
};

/** What one queue job holds: envelopes of one consumer, in outbox order. */
export type Pack = { readonly envelopes: readonly PackedEnvelope[] };

export type UnsentRow = { readonly outboxId: string; readonly consumer: string };

const OUTBOX_ID = /^[1-9]\d{0,18}$/;

/** Packs rows by consumer, in their order, at most `size` envelopes a pack. */
export function packByConsumer(rows: readonly UnsentRow[], size: number): ReadonlyMap<string, readonly Pack[]> {
  const envelopes = new Map<string, PackedEnvelope[]>();
  for (const { outboxId, consumer } of rows) {
    const sofar = envelopes.get(consumer);
    if (sofar === undefined) envelopes.set(consumer, [{ outboxId }]);
    else sofar.push({ outboxId });
  }
  return new Map([...envelopes].map(([consumer, all]) => [consumer, slices(all, size)]));
}

/** Reads the payload of a queue job. Throws PACK_UNREADABLE: somebody else wrote into the queue. */
export function readPack(payload: unknown): Pack {
  const envelopes = isObject(payload) ? payload['envelopes'] : undefined;
  if (!Array.isArray(envelopes) || !envelopes.every(isEnvelope)) {
    throw new ZhihengError('PACK_UNREADABLE', {
      expected: '{ envelopes: [{ outboxId, attempts?, waits? }] }',
      found: describe(payload),
    });
  }
  return { envelopes };
}

function slices(envelopes: readonly PackedEnvelope[], size: number): readonly Pack[] {
  const packs: Pack[] = [];
  for (let from = 0; from < envelopes.length; from += size) packs.push({ envelopes: envelopes.slice(from, from + size) });
  return packs;
}

function isEnvelope(value: unknown): value is PackedEnvelope {
  if (!isObject(value)) return false;
  const { outboxId, attempts, waits } = value;
  return typeof outboxId === 'string' && OUTBOX_ID.test(outboxId) && isCount(attempts) && isCount(waits);
}

function isCount(value: unknown): boolean {
  return value === undefined || (Number.isSafeInteger(value) && (value as number) >= 0);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(payload: unknown): string {
  return (JSON.stringify(payload) ?? String(payload)).slice(0, 200);
}
