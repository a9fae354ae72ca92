import type { Announcement } from '@zhiheng/contracts';
import { mapStoreFault } from '@zhiheng/persistence';
import type { AnnouncementHandler } from '@zhiheng/platform';
import type { Pool } from 'pg';

const PUBLISH = `
  insert into public_listing (instance_id, jurisdiction, subject_kind, subject_id, subject_name, decision_no, ground, facts, listed_on, published_on, seq)
  values ($1, $2, $3, $4, $5, coalesce($6::jsonb ->> 'decisionNo', ''), coalesce($6::jsonb ->> 'ground', ''), $6::jsonb,
    coalesce(($6::jsonb ->> 'listedOn')::date, $7::date), $7::date, $8)
  on conflict (instance_id) do update set decision_no = excluded.decision_no, ground = excluded.ground, facts = excluded.facts,
    listed_on = excluded.listed_on, published_on = excluded.published_on, withdrawn_on = null, withdrawn_why = null,
    seq = excluded.seq, changed_at = now()
  where public_listing.seq < excluded.seq`;

const WITHDRAW = `
  update public_listing set withdrawn_on = $2::date, withdrawn_why = coalesce($3::jsonb ->> 'reason', $5), seq = $4, changed_at = now()
  where instance_id = $1 and seq < $4`;

const CORRECT = `
  update public_listing set facts = facts || $2::jsonb, seq = $3, changed_at = now()
  where instance_id = $1 and seq < $3`;

/**
 * The publication job: keeps the public list as the blacklist workflow announces it. Each row remembers the place on the log
 * from which it was last written, so that a late or repeated announcement changes nothing.
 */
export function keepPublicList(pool: Pool): AnnouncementHandler {
  const handlers: Readonly<Record<string, (announcement: Announcement) => Promise<unknown>>> = {
    'blacklist.published': ({ source, facts }) =>
      pool.query(PUBLISH, [
        source.instanceId,
        source.jurisdiction,
        source.subject.kind,
        source.subject.id,
        source.subject.name,
        JSON.stringify(facts),
        source.on,
        source.seq,
      ]),
    'blacklist.removed': ({ source, facts }) =>
      pool.query(WITHDRAW, [source.instanceId, source.on, JSON.stringify(facts), source.seq, 'removed']),
    'blacklist.cancelled': ({ source, facts }) =>
      pool.query(WITHDRAW, [source.instanceId, source.on, JSON.stringify(facts), source.seq, 'cancelled']),
    'blacklist.corrected': ({ source, facts }) => pool.query(CORRECT, [source.instanceId, JSON.stringify(facts), source.seq]),
  };
  return {
    context: 'publicity',
    topics: Object.keys(handlers),
    handle: async (announcement) => {
      try {
        await handlers[announcement.topic]?.(announcement);
      } catch (fault) {
        throw mapStoreFault(fault);
      }
    },
  };
}
