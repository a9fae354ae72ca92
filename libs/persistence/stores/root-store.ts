import type { HeadOfDay, RootedHead, RootStore, SealedRoot } from '@zhiheng/engine';
import type { InstanceId, LegalDate } from '@zhiheng/kernel';
import type { Pool, PoolClient } from 'pg';
import { mapStoreFault } from './store-fault.js';

type HeadRow = { readonly day: LegalDate; readonly instance_id: InstanceId; readonly seq: number; readonly head_hash: string };

// The rows of the day first, through the block range index, then in order: ordered through the primary key the whole table would be read.
const ON_DAY = `with found as materialized (select instance_id, seq, head_hash from daily_head where day = $1)
  select * from found order by instance_id`;
const PAGE = 5_000;

// Steps through the index from procedure to procedure, as the search for logs without a procedure does.
const WITHOUT_LOG = `
  with recursive rooted as (
    (select instance_id from daily_head order by instance_id limit 1)
    union all
    select (select h.instance_id from daily_head h where h.instance_id > rooted.instance_id order by h.instance_id limit 1) from rooted
    where rooted.instance_id is not null
  )
  select h.day::text as day, h.instance_id, h.seq, h.head_hash from rooted r cross join lateral (
    select * from daily_head h where h.instance_id = r.instance_id order by h.day desc limit 1
  ) h where not exists (select from log l where l.instance_id = r.instance_id) and not exists (select from instance i where i.id = r.instance_id)
  limit $1`;

/** Daily roots and the heads under them. */
export class PostgresRootStore implements RootStore {
  constructor(private readonly pool: Pool) {}

  async roots(): Promise<readonly SealedRoot[]> {
    return this.query<SealedRoot>('select day::text as day, hash, root as text from daily_root order by day');
  }

  async root(day: LegalDate): Promise<SealedRoot | undefined> {
    return (
      await this.query<SealedRoot>('select day::text as day, hash, root as text from daily_root where day = $1', [day])
    )[0];
  }

  async *headsOn(day: LegalDate): AsyncGenerator<RootedHead> {
    const client = await this.pool.connect().catch(fail);
    let ended = false;
    try {
      await client.query('begin read only').catch(fail);
      yield* readHeads(client, day);
      await client.query('commit').catch(fail);
      ended = true;
    } finally {
      // Whoever stops half way, for a fault of his own too, leaves the transaction open.
      client.release(!ended);
    }
  }

  async headsOf(instanceIds: readonly InstanceId[]): Promise<readonly HeadOfDay[]> {
    const rows = await this.query<HeadRow>(
      'select day::text as day, instance_id, seq, head_hash from daily_head where instance_id = any($1::uuid[]) order by instance_id, day',
      [instanceIds],
    );
    return rows.map(toHead);
  }

  async headsWithoutLog(limit: number): Promise<readonly HeadOfDay[]> {
    return (await this.query<HeadRow>(WITHOUT_LOG, [limit])).map(toHead);
  }

  async daysWithoutRoot(): Promise<readonly LegalDate[]> {
    const rows = await this.query<{ readonly day: LegalDate }>(
      'select distinct day::text as day from daily_head h where not exists (select from daily_root r where r.day = h.day) order by 1',
    );
    return rows.map(({ day }) => day);
  }

  private async query<R extends object>(text: string, values: unknown[] = []): Promise<readonly R[]> {
    try {
      return (await this.pool.query<R & Record<string, unknown>>(text, values)).rows;
    } catch (fault) {
      throw mapStoreFault(fault);
    }
  }
}

/** Heads of a day in order of procedures, inside a transaction: a city's day does not have to fit into memory. */
export async function* readHeads(tx: PoolClient, day: LegalDate): AsyncGenerator<RootedHead> {
  const name = 'heads_of_day';
  await tx.query(`declare ${name} no scroll cursor for ${ON_DAY}`, [day]).catch(fail);
  for (;;) {
    const { rows } = await tx.query<HeadRow>(`fetch ${PAGE} from ${name}`).catch(fail);
    yield* rows.map(toHead);
    if (rows.length < PAGE) break;
  }
  await tx.query(`close ${name}`).catch(fail);
}

function toHead({ instance_id, seq, head_hash, day }: HeadRow): HeadOfDay {
  return { day, instanceId: instance_id, seq, headHash: head_hash };
}

function fail(fault: unknown): never {
  throw mapStoreFault(fault);
}
