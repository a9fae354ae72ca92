import { randomUUID } from 'node:crypto';
import { createProcessMetrics } from '@zhiheng/metrics';
import type { Envelope } from '@zhiheng/contracts';
import { instanceId, messageId } from '@zhiheng/kernel';
import { withPostgres } from '@zhiheng/persistence/testing';
import type { TestDatabase } from '@zhiheng/persistence/testing';
import { CONTEXT_NAMES, createRuntime, loadLaw } from '@zhiheng/platform';
import type { Runtime } from '@zhiheng/platform';
import { FakeClock } from '@zhiheng/testing';
import { allWorkflows } from '@zhiheng/workflows';

const EVENTS = 400;
const CLUE = { source: 'complaint', grounds: ['线索'] };

type World = {
  readonly runtime: Runtime;
  readonly database: TestDatabase;
  readonly clock: FakeClock;
  /** Of a metric, the sum of its samples; of a histogram that of its parts with this ending. */
  value(name: string, ending?: string, labels?: Readonly<Record<string, string>>): Promise<number>;
  count(statement: string): Promise<number>;
};

async function withMeteredRuntime(run: (world: World) => Promise<void>): Promise<void> {
  await withPostgres(async (database) => {
    const clock = new FakeClock();
    const runtime = await createRuntime({
      settings: { queueBackend: 'postgres' },
      databaseUrl: database.url,
      database,
      clock,
      law: await loadLaw(allWorkflows),
      subscriptions: [{ context: 'recall', topics: ['enforcement.closed'] }],
      log: () => undefined,
    });
    const { registry } = createProcessMetrics({ ...runtime, pool: database.pool, clock, contexts: CONTEXT_NAMES });
    try {
      await run({
        runtime,
        database,
        clock,
        value: async (name, ending = name, labels = {}) => {
          const metric = await registry.getSingleMetric(name)!.get();
          return metric.values
            .map((sample) => sample as typeof sample & { readonly metricName?: string })
            .filter((sample) => (sample.metricName ?? name) === ending)
            .filter((sample) =>
              Object.entries(labels).every(([label, wanted]) => (sample.labels as Record<string, unknown>)[label] === wanted),
            )
            .reduce((sum, { value }) => sum + value, 0);
        },
        count: async (statement) => Number((await database.pool.query<{ n: string }>(statement)).rows[0]!.n),
      });
    } finally {
      await runtime.stop();
    }
  });
}

function sending(name: string, type: string, data: object, opening = true): Envelope {
  return {
    messageId: messageId(type, name),
    instanceId: instanceId('enforcement', name),
    workflow: 'enforcement',
    event: { type, data: data as Envelope['event']['data'] },
    on: '2026-03-02' as Envelope['on'],
    actor: { id: 'head-1', roles: ['case-handler', 'head'], area: '442000' },
    ...(opening && { opening: { jurisdiction: '442000', subject: { kind: 'enterprise', id: name, name } } }),
  };
}

/** Opens that many cases and gives each up again, all at once; one in ten sends what its workflow refuses. */
async function work({ runtime: { engine } }: World): Promise<void> {
  const names = Array.from({ length: EVENTS }, (_, n) => `case-${n}`);
  await Promise.all(names.map((name) => engine.advance(sending(name, 'CLUE_REGISTERED', CLUE))));
  await Promise.all(
    names.map((name, n) =>
      engine.advance(sending(name, n % 10 === 0 ? 'PENALTY_DECIDED' : 'NOT_FILED', { ground: 'minor', detail: '轻微' }, false)),
    ),
  );
}

describe('the metrics of a process under load', () => {
  it('say what is on record: events accepted and refused, batches, messages, jobs, age', () =>
    withMeteredRuntime(async (world) => {
      const { value, count, runtime } = world;
      await work(world);
      expect(await value('zhiheng_events_accepted_total')).toBe(
        await count(`select count(*) as n from log where kind = 'accepted'`),
      );
      expect(await value('zhiheng_events_refused_total')).toBe(
        await count(`select count(*) as n from log where kind = 'refused'`),
      );
      expect(await value('zhiheng_events_refused_total')).toBeGreaterThanOrEqual(EVENTS / 10);
      const batches = await value('zhiheng_commit_batch_events', 'zhiheng_commit_batch_events_count');
      expect(await value('zhiheng_commit_batch_events', 'zhiheng_commit_batch_events_sum')).toBe(
        await count('select count(*) as n from log'),
      );
      expect(batches).toBeLessThan(EVENTS / 4);
      expect(await value('zhiheng_commit_duration_seconds', 'zhiheng_commit_duration_seconds_count')).toBe(batches);
      expect(await value('zhiheng_procedures_loaded_total')).toBe(EVENTS);
      expect(await value('zhiheng_events_waiting')).toBe(0);

      const announced = await count('select count(*) as n from outbox');
      expect(announced).toBeGreaterThan(0);
      expect(await value('zhiheng_outbox_written_total')).toBe(announced);
      await untilTrue(async () => (await count('select count(*) as n from outbox where sent_at is null')) === 0);
      await world.database.pool.query(`update outbox set created_at = created_at - interval '5 minutes'`);
      expect(await value('zhiheng_outbox_unhandled')).toBe(announced);
      expect(await value('zhiheng_outbox_unsent')).toBe(0);
      expect(await value('zhiheng_outbox_oldest_seconds')).toBeGreaterThanOrEqual(300);
      const { waiting } = await runtime.queues.queue('recall').counts();
      expect(waiting).toBeGreaterThan(0);
      expect(await value('zhiheng_queue_jobs', 'zhiheng_queue_jobs', { context: 'recall', state: 'waiting' })).toBe(waiting);
      expect(await value('zhiheng_clocks_armed')).toBe(await count(`select count(*) as n from clock where state = 'running'`));
    }));

  it('say how late lapses were, how long announcements took, and how many are dead', () =>
    withMeteredRuntime(async ({ runtime, value, count, clock, database }) => {
      await runtime.engine.advance(sending('late', 'CLUE_REGISTERED', CLUE));
      const { rows } = await database.pool.query<{ readonly due_at: Date }>('select due_at from clock order by due_at limit 1');
      clock.moveTo(new Date(rows[0]!.due_at.getTime() + 90_000).toISOString() as never);
      expect(await value('zhiheng_clocks_due')).toBe(1);
      expect(await runtime.sweeper.sweep()).toBe(1);
      expect(await value('zhiheng_clock_lateness_seconds', 'zhiheng_clock_lateness_seconds_sum')).toBe(90);

      const poisoned = instanceId('enforcement', 'case-a');
      const consumer = runtime.consumer('recall', async ({ source }) => {
        if (source.instanceId === poisoned) throw Object.assign(new TypeError('of unknown nature'));
      });
      for (const name of ['case-a', 'case-b'])
        await database.pool.query(`insert into outbox (consumer, instance_id, announcement) values ('recall', $1, $2)`, [
          instanceId('enforcement', name),
          JSON.stringify({
            messageId: randomUUID(),
            topic: 'enforcement.closed',
            facts: {},
            source: { instanceId: instanceId('enforcement', name) },
          }),
        ]);
      await consumer.start();
      runtime.relay.wake();
      await untilTrue(async () => (await count(`select count(*) as n from dead_letter where state = 'open'`)) === 1);
      const handled = () =>
        value('zhiheng_announcement_lag_seconds', 'zhiheng_announcement_lag_seconds_count', { context: 'recall' });
      await untilTrue(async () => (await handled()) === 1);
      expect(await value('zhiheng_relay_lag_seconds', 'zhiheng_relay_lag_seconds_count', { context: 'recall' })).toBe(1);
      // Gauges are read at most every two seconds.
      await untilTrue(async () => (await value('zhiheng_dead_letters_open')) === 1);
    }));
});

async function untilTrue(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}
