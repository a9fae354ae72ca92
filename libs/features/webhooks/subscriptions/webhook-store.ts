import type { Principal } from '@zhiheng/auth';
import { ZhihengError } from '@zhiheng/kernel';
import type { Pool } from 'pg';
import { randomUUID } from 'node:crypto';
import { newSecret } from '../delivery/signature.js';
import { PUBLIC_CHANGE_TOPIC, cloudEvent } from '../delivery/cloud-event.js';

export type Webhook = {
  readonly id: string;
  readonly url: string;
  readonly topics: readonly string[];
  readonly state: 'active' | 'paused';
  readonly madeBy: string;
  readonly madeAt: Date;
};
export type WebhookPatch = {
  readonly url?: string | undefined;
  readonly topics?: readonly string[] | undefined;
  readonly state?: Webhook['state'] | undefined;
};

const COLUMNS = 'id, url, topics, state, made_by as "madeBy", made_at as "madeAt"';
// A maker sees its own and those that hear no more than it may read itself.
const MINE = `(made_by = $1 or $2::text[] @> areas)`;
const mine = ({ actor, scope }: Principal): unknown[] => [actor.id, scope.jurisdictionPrefixes];

export async function makeWebhook(
  pool: Pool,
  { actor, scope }: Principal,
  { url, topics }: { readonly url: string; readonly topics: readonly string[] },
): Promise<Webhook & { readonly secret: string }> {
  const secret = newSecret();
  const { rows } = await pool.query<Webhook>(
    `insert into webhook (id, url, topics, areas, workflows, secret, made_by) values ($1, $2, $3, $4, $5, $6, $7) returning ${COLUMNS}`,
    [
      randomUUID(),
      url,
      topics,
      scope.jurisdictionPrefixes,
      scope.workflows === 'all' ? null : scope.workflows,
      secret,
      actor.id,
    ],
  );
  return { ...rows[0]!, secret };
}

export async function listWebhooks(pool: Pool, principal: Principal): Promise<readonly Webhook[]> {
  const { rows } = await pool.query<Webhook>(
    `select ${COLUMNS} from webhook where ${MINE} order by made_at, id`,
    mine(principal),
  );
  return rows;
}

export async function readWebhook(pool: Pool, principal: Principal, id: string): Promise<Webhook> {
  const { rows } = await pool.query<Webhook>(`select ${COLUMNS} from webhook where ${MINE} and id = $3`, [
    ...mine(principal),
    id,
  ]);
  return found(rows[0], id);
}

export async function changeWebhook(
  pool: Pool,
  principal: Principal,
  { id, url, topics, state }: WebhookPatch & { readonly id: string },
): Promise<Webhook> {
  const { rows } = await pool.query<Webhook>(
    `update webhook set url = coalesce($4, url), topics = coalesce($5, topics), state = coalesce($6, state) where ${MINE} and id = $3 returning ${COLUMNS}`,
    [...mine(principal), id, url ?? null, topics ?? null, state ?? null],
  );
  return found(rows[0], id);
}

export async function removeWebhook(pool: Pool, principal: Principal, id: string): Promise<void> {
  const { rows } = await pool.query(`delete from webhook where ${MINE} and id = $3 returning id`, [...mine(principal), id]);
  found(rows[0], id);
}

/** A new secret; the former one still signs beside it for a day. */
export async function rotateSecret(pool: Pool, principal: Principal, id: string): Promise<{ readonly secret: string }> {
  const { rows } = await pool.query<{ readonly secret: string }>(
    `update webhook set former_secret = secret, former_until = now() + interval '1 day', secret = $4 where ${MINE} and id = $3 returning secret`,
    [...mine(principal), id, newSecret()],
  );
  return found(rows[0], id);
}

export async function sendTest(pool: Pool, principal: Principal, id: string): Promise<{ readonly delivery: string }> {
  await readWebhook(pool, principal, id);
  const delivery = randomUUID();
  const event = cloudEvent({
    id: delivery,
    source: '/webhooks',
    topic: 'webhook.test',
    subject: id,
    time: new Date().toISOString(),
    data: { webhook: id },
  });
  await pool.query('insert into webhook_delivery (id, webhook_id, topic, stream, event) values ($1, $2, $3, $1, $4)', [
    delivery,
    id,
    'webhook.test',
    JSON.stringify(event),
  ]);
  return { delivery };
}

export async function listDeliveries(
  pool: Pool,
  principal: Principal,
  query: {
    readonly id: string;
    readonly state?: string | undefined;
    readonly before?: number | undefined;
    readonly limit: number;
  },
): Promise<readonly object[]> {
  const { id, state, before, limit } = query;
  await readWebhook(pool, principal, id);
  const { rows } = await pool.query<object>(
    `select id, place::int8::text as place, topic, stream, state, attempts, due_at as "dueAt", last_status as "lastStatus", last_fault as "lastFault",
       made_at as "madeAt", settled_at as "settledAt"
     from webhook_delivery where webhook_id = $1 and ($2::text is null or state = $2) and ($3::bigint is null or place < $3)
     order by place desc limit $4`,
    [id, state ?? null, before ?? null, limit],
  );
  return rows;
}

/** Sends a dead or delivered one again, with three days of its own. */
export async function redeliver(
  pool: Pool,
  principal: Principal,
  { id, delivery }: { readonly id: string; readonly delivery: string },
): Promise<void> {
  await readWebhook(pool, principal, id);
  const { rows } = await pool.query(
    `update webhook_delivery set state = 'pending', attempts = 0, due_at = now(), give_up_at = now() + interval '3 days', settled_at = null
     where id = $1 and webhook_id = $2 and state in ('dead', 'delivered', 'pending') returning id`,
    [delivery, id],
  );
  found(rows[0], delivery);
}

/** Refuses topics that nobody announces. Throws WEBHOOK_TOPIC_UNKNOWN. */
export function checkTopics(topics: readonly string[], known: readonly string[]): void {
  const all = new Set(['*', 'public.*', PUBLIC_CHANGE_TOPIC, ...known, ...known.map((topic) => `${topic.split('.')[0]}.*`)]);
  const unknown = topics.filter((topic) => !all.has(topic));
  if (unknown.length > 0)
    throw new ZhihengError('WEBHOOK_TOPIC_UNKNOWN', { expected: 'GET /api/asyncapi.json', found: unknown.join(', ') });
}

function found<T>(row: T | undefined, id: string): T {
  if (row === undefined) throw new ZhihengError('NOT_FOUND', { expected: '已登记的推送 a webhook of yours', found: id });
  return row;
}
