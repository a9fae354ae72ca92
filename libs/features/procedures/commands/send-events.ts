import { hiddenFrom } from '@zhiheng/auth';
import type { Principal } from '@zhiheng/auth';
import type { Outcome } from '@zhiheng/contracts';
import { ZhihengError, contentHash, parseLegalDate } from '@zhiheng/kernel';
import type { Json } from '@zhiheng/kernel';
import { checkKey, keyReused, problemOfError, problemOfRefusal } from '@zhiheng/platform';
import type { IdempotencyStore, Problem } from '@zhiheng/platform';
import type { Pool } from 'pg';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { BulkItemDto } from '../http/command.dto.js';
import { idOf } from '../http/procedure-id.js';
import { sendEvent } from './send-event.js';
import type { CommandPorts, Sender } from './send-event.js';

/** What became of one item, in the place in which it was sent. */
export type BulkResult =
  | { readonly status: 200; readonly outcome: Outcome }
  | { readonly status: number; readonly problem: Problem; readonly seq?: number };

type Checked = { readonly item: BulkItemDto; readonly key: string | undefined } | { readonly fault: ZhihengError };

/** Sends many events; each is carried out or refused by itself. Events of one procedure are taken in the order of the list. */
export async function sendEvents(
  ports: CommandPorts & { readonly pool: Pool; readonly idempotency: IdempotencyStore },
  { principal, key }: Sender,
  items: readonly object[],
): Promise<readonly BulkResult[]> {
  const checked = await Promise.all(
    items.map((item, index) => checkItem(item, key === undefined ? undefined : `${key}#${index}`)),
  );
  const bound = await bindKeys(ports.idempotency, principal, checked);
  const ids = bound.flatMap((one) => ('item' in one ? [idOf(one.item.procedureId)] : []));
  const hidden = await hiddenFrom(ports.pool, ids, principal.scope);
  return Promise.all(
    bound.map(async (one): Promise<BulkResult> => {
      try {
        if ('fault' in one) throw one.fault;
        const { procedureId, type, data, on } = one.item;
        const id = idOf(procedureId);
        const sender = { principal, key: one.key, hidden: hidden.has(id) };
        return resultOf(await sendEvent(ports, sender, { id, type, data, ...(on !== undefined && { on }) }));
      } catch (fault) {
        const problem = problemOfError(
          fault instanceof ZhihengError ? fault : new ZhihengError('INTERNAL_FAULT', { cause: fault }),
        );
        return { status: problem.status, problem };
      }
    }),
  );
}

async function checkItem(plain: object, derivedKey: string | undefined): Promise<Checked> {
  const item = plainToInstance(BulkItemDto, plain);
  if (!(item instanceof BulkItemDto)) return { fault: invalid('应为对象 an object') };
  const faults = await validate(item, { whitelist: true, forbidNonWhitelisted: true });
  if (faults.length > 0) return { fault: invalid(faults.flatMap(({ constraints }) => Object.values(constraints ?? {}))) };
  try {
    // What will be refused as not valid does not take its key.
    if (item.on !== undefined) parseLegalDate(item.on);
    return { item, key: item.key === undefined ? derivedKey : checkKey(item.key) };
  } catch (fault) {
    return { fault: fault as ZhihengError };
  }
}

/** Binds the keys of items to what they ask for, derived ones too: a single event may come under the same key. */
async function bindKeys(
  store: IdempotencyStore,
  { actor }: Principal,
  checked: readonly Checked[],
): Promise<readonly Checked[]> {
  const keyed = checked.flatMap((one) => ('item' in one && one.key !== undefined ? [{ ...one, key: one.key, one }] : []));
  if (keyed.length === 0) return checked;
  const claims = await store.claim(
    actor.id,
    keyed.map(({ item, key }) => ({ key, requestHash: contentHash({ ...item } as unknown as Json) })),
  );
  const reused = new Set<Checked>(keyed.flatMap(({ one }, index) => (claims[index]!.kind === 'reused' ? [one] : [])));
  return checked.map((one) => ('item' in one && reused.has(one) ? { fault: keyReused() } : one));
}

function resultOf(outcome: Outcome): BulkResult {
  const settled = outcome.kind === 'duplicate' ? outcome.first : outcome;
  if (settled.kind !== 'rejected') return { status: 200, outcome };
  const problem = problemOfRefusal(settled.refusal);
  return { status: problem.status, problem, ...(settled.seq !== undefined && { seq: settled.seq }) };
}

function invalid(found: unknown): ZhihengError {
  return new ZhihengError('REQUEST_INVALID', { expected: '{ procedureId, type, data, on?, key? }', found });
}
