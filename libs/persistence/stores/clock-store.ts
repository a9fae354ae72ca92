import type { ClockStore, DueClock } from '@zhiheng/engine';
import type { Instant, InstanceId, LegalDate } from '@zhiheng/kernel';
import type { Pool } from 'pg';
import { mapStoreFault } from './store-fault.js';

type Row = {
  readonly instance_id: InstanceId;
  readonly workflow: string;
  readonly name: string;
  readonly generation: number;
  readonly due_at: Date;
  readonly due_on: LegalDate;
};

/**
 * Armed clocks, read in due order through the partial index: the cost does not grow with those that are not due. Clocks due at the
 * same instant come in one order on every machine, so that equal years leave equal logs.
 */
export class PostgresClockStore implements ClockStore {
  constructor(private readonly pool: Pool) {}

  async due({ now, limit, except }: Parameters<ClockStore['due']>[0]): Promise<readonly DueClock[]> {
    const { rows } = await this.query<Row>(
      'clock-due',
      `select instance_id, workflow, name, generation, due_at, due_on::text as due_on from clock
       where state = 'running' and due_at <= $1 and instance_id <> all($3::uuid[]) order by due_at, workflow, instance_id, name limit $2`,
      [now, limit, except],
    );
    return rows.map((row) => ({
      instanceId: row.instance_id,
      workflow: row.workflow,
      name: row.name,
      generation: row.generation,
      dueAt: row.due_at.toISOString() as Instant,
      dueOn: row.due_on,
    }));
  }

  async nextDueAt(after: Instant): Promise<Instant | undefined> {
    const { rows } = await this.query<{ readonly due_at: Date }>(
      'clock-next',
      `select due_at from clock where state = 'running' and due_at > $1 order by due_at limit 1`,
      [after],
    );
    return rows[0]?.due_at.toISOString() as Instant | undefined;
  }

  private async query<R extends object>(
    name: string,
    text: string,
    values: unknown[],
  ): Promise<{ readonly rows: readonly R[] }> {
    try {
      return await this.pool.query<R & Record<string, unknown>>({ name, text, values });
    } catch (fault) {
      throw mapStoreFault(fault);
    }
  }
}
