import type { Announcement } from '@zhiheng/contracts';
import { deriveId } from '@zhiheng/kernel';
import type { JsonObject } from '@zhiheng/kernel';
import type { Pool } from 'pg';
import { PUBLIC_CHANGE_TOPIC, cloudEvent, eventOf } from './cloud-event.js';
import type { Attempt } from './post-event.js';

export type ClaimedDelivery = {
  readonly id: string;
  readonly event: string;
  readonly attempts: number;
  readonly url: string;
  readonly secrets: readonly string[];
};

// A topic matches itself, `workflow.*` and `*`. A restricted procedure is nobody's news.
const WRITE = `
  insert into webhook_delivery (id, webhook_id, topic, stream, event)
  select md5(w.id::text || $1)::uuid, w.id, $2, $3::uuid, $4 from webhook w
  where w.state = 'active' and w.topics && array[$2, split_part($2, '.', 1) || '.*', '*']
    and exists (select from unnest(w.areas) as area(prefix) where starts_with($5, area.prefix))
    and (w.workflows is null or $6 = any(w.workflows))
    and not exists (select from restriction r where r.instance_id = $3::uuid)
  on conflict (id) do nothing`;

/** Writes what each webhook is to hear of an announcement. Repeating it changes nothing: the id of a delivery is derived. */
export async function writeDeliveries(pool: Pool, announcement: Announcement): Promise<void> {
  const { messageId, topic, source } = announcement;
  await pool.query({
    name: 'webhook-write',
    text: WRITE,
    values: [messageId, topic, source.instanceId, JSON.stringify(eventOf(announcement)), source.jurisdiction, source.workflow],
  });
}

type FeedRow = {
  readonly xid: string;
  readonly place: string;
  readonly kind: string;
  readonly id: string;
  readonly op: string;
  readonly at: Date;
  readonly record: JsonObject;
};

/** Takes the next public changes to the webhooks that want them: each follows the feed as a stranger does, by its own cursor. */
export async function followPublicChanges(pool: Pool, limit: number): Promise<number> {
  const tx = await pool.connect();
  try {
    await tx.query('begin');
    const { rows: hooks } = await tx.query<{ readonly id: string; readonly xid: string; readonly place: string }>(
      `select id, feed_xid::text as xid, feed_id::text as place from webhook
       where state = 'active' and topics && array[$1, 'public.*', '*'] order by id for update skip locked`,
      [PUBLIC_CHANGE_TOPIC],
    );
    let taken = 0;
    for (const hook of hooks) {
      const { rows } = await tx.query<FeedRow>(
        `select c.xid::text as xid, c.id::text as place, c.kind, c.record_id as id, c.at, public_record_json(r) as record,
           case when r.withdrawn_on is null then 'upsert' else 'withdraw' end as op
         from public_change c join public_record r on r.kind = c.kind and r.id = c.record_id
         where (c.xid, c.id) > ($1::text::xid8, $2::bigint) and c.xid < pg_snapshot_xmin(pg_current_snapshot())
         order by c.xid, c.id limit $3`,
        [hook.xid, hook.place, limit],
      );
      const last = rows.at(-1);
      if (last === undefined) continue;
      taken += rows.length;
      await tx.query(
        `insert into webhook_delivery (id, webhook_id, topic, stream, event)
         select id, $1, $2, stream, event from unnest($3::uuid[], $4::uuid[], $5::text[]) with ordinality as t(id, stream, event, n) order by n
         on conflict (id) do nothing`,
        [
          hook.id,
          PUBLIC_CHANGE_TOPIC,
          rows.map(({ xid, place }) => deriveId('public-change', hook.id, xid, place)),
          rows.map(({ id }) => id),
          rows.map(toEvent),
        ],
      );
      await tx.query('update webhook set feed_xid = $2::text::xid8, feed_id = $3 where id = $1', [
        hook.id,
        last.xid,
        last.place,
      ]);
    }
    await tx.query('commit');
    return taken;
  } catch (fault) {
    await tx.query('rollback').catch(() => undefined);
    throw fault;
  } finally {
    tx.release();
  }
}

function toEvent({ xid, place, kind, id, op, at, record }: FeedRow): string {
  return JSON.stringify(
    cloudEvent({
      id: deriveId('public-change', xid, place),
      source: '/public/changes',
      topic: PUBLIC_CHANGE_TOPIC,
      subject: `${kind}/${id}`,
      time: at.toISOString(),
      data: { op, kind, id, record },
    }),
  );
}

const LEASE_MS = 60_000;

// In the order of each procedure: what waits behind an earlier delivery of it is not due. The lease is the next due time, so that what
// a killed sender had in hand comes up again.
const CLAIM = `
  with due as (
    select d.id from webhook_delivery d join webhook w on w.id = d.webhook_id
    where d.state = 'pending' and d.due_at <= now() and w.state = 'active'
      and not exists (select from webhook_delivery e where e.webhook_id = d.webhook_id and e.stream = d.stream and e.state = 'pending' and e.place < d.place)
    order by d.due_at, d.place limit $1 for update of d skip locked
  ), claimed as (
    update webhook_delivery d set attempts = d.attempts + 1, due_at = now() + $2 * interval '1 ms'
    from due where d.id = due.id returning d.id, d.webhook_id, d.event, d.attempts
  )
  select c.id, c.event, c.attempts, w.url,
    case when w.former_until > now() then array[w.secret, w.former_secret] else array[w.secret] end as secrets
  from claimed c join webhook w on w.id = c.webhook_id`;

export async function claimDeliveries(pool: Pool, limit: number): Promise<readonly ClaimedDelivery[]> {
  // Restricted since it was written: it does not go out, and what it said is forgotten.
  await pool.query(
    `update webhook_delivery d set state = 'withheld', event = '{}', settled_at = now() from restriction r
     where d.state = 'pending' and r.instance_id = d.stream`,
  );
  const { rows } = await pool.query<ClaimedDelivery>({ name: 'webhook-claim', text: CLAIM, values: [limit, LEASE_MS] });
  return rows;
}

/** Records what came of an attempt. After three days of failures a delivery is dead: visible, and to be sent again by hand only. */
export async function settleDelivery(pool: Pool, delivery: ClaimedDelivery, { status, fault }: Attempt): Promise<void> {
  const delivered = status !== undefined && status >= 200 && status < 300;
  await pool.query(
    `update webhook_delivery set last_status = $2, last_fault = $3, due_at = now() + $4 * interval '1 ms',
       state = case when $5 then 'delivered' when now() >= give_up_at then 'dead' else 'pending' end,
       settled_at = case when $5 or now() >= give_up_at then now() end
     where id = $1 and state = 'pending'`,
    [delivery.id, status ?? null, fault ?? null, backoffMs(delivery.attempts, Math.random()), delivered],
  );
}

const LONGEST_WAIT_MS = 6 * 3_600_000;

/** 5 s, 10 s, 20 s … six hours; a fifth less or more, so that many do not come back at once. */
export function backoffMs(attempts: number, random: number): number {
  return Math.round(Math.min(LONGEST_WAIT_MS, 5_000 * 2 ** (attempts - 1)) * (0.8 + 0.4 * random));
}
