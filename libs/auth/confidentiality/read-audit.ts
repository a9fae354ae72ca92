import type { Instant } from '@zhiheng/kernel';
import type { Pool } from 'pg';
import type { Principal } from '../principal.js';

/** What was read: a restricted procedure, a view of it or its part in the history of its enterprise, the list of its confidential records, or one of them. */
export type RestrictedRead = {
  readonly instanceId: string;
  readonly what:
    | 'procedure'
    | 'log'
    | 'timeline'
    | 'diagram'
    | 'related'
    | 'enterprise'
    | 'restriction'
    | 'confidential-list'
    | 'confidential-record';
  readonly recordId?: string;
  readonly at: Instant;
};

export type NotedRead = {
  readonly id: string;
  readonly at: string;
  readonly account: string;
  readonly inPlaceOf?: string;
  readonly instanceId: string;
  readonly what: string;
  readonly recordId?: string;
};

/** Writes down who reads what is restricted. Awaited before the answer: what cannot be noted is not shown. */
export async function noteRestrictedRead(
  pool: Pool,
  { actor }: Pick<Principal, 'actor'>,
  { instanceId, what, recordId, at }: RestrictedRead,
): Promise<void> {
  await pool.query(
    'insert into read_audit (at, account_id, in_place_of, instance_id, what, record_id) values ($1, $2, $3, $4, $5, $6)',
    [at, actor.id, actor.inPlaceOf ?? null, instanceId, what, recordId ?? null],
  );
}

export type ReadAuditQuery = {
  readonly account?: string;
  readonly instanceId?: string;
  readonly after?: string;
  readonly limit: number;
  /** Prefixes of the areas whose procedures the auditor looks after. */
  readonly jurisdictionPrefixes: readonly string[];
};

/** The reads so far, oldest first, after one. */
export async function listRestrictedReads(
  pool: Pool,
  { account, instanceId, after = '0', limit, jurisdictionPrefixes }: ReadAuditQuery,
): Promise<readonly NotedRead[]> {
  const { rows } = await pool.query<NotedReadRow>(
    `select r.id, r.at, r.account_id, r.in_place_of, r.instance_id, r.what, r.record_id
      from read_audit r join instance i on i.id = r.instance_id
      where r.id > $1 and ($2::text is null or r.account_id = $2) and ($3::uuid is null or r.instance_id = $3)
        and exists (select from unnest($4::text[]) as area(prefix) where starts_with(i.jurisdiction, area.prefix))
      order by r.id limit $5`,
    [after, account ?? null, instanceId ?? null, jurisdictionPrefixes, limit],
  );
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    account: row.account_id,
    ...(row.in_place_of !== null && { inPlaceOf: row.in_place_of }),
    instanceId: row.instance_id,
    what: row.what,
    ...(row.record_id !== null && { recordId: row.record_id }),
  }));
}

type NotedReadRow = {
  readonly id: string;
  readonly at: Date;
  readonly account_id: string;
  readonly in_place_of: string | null;
  readonly instance_id: string;
  readonly what: string;
  readonly record_id: string | null;
};
