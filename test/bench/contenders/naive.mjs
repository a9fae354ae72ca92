// The straightforward program to compare with: one BullMQ job for each event on Redis, one TypeORM transaction for each step. It keeps
// the snapshot, a history row and the clock; it has no hash chain, no inbox, no outbox: what a crash between commit and queue loses is lost.
import { createRequire } from 'node:module';
import { Queue, Worker } from 'bullmq';
import { initialTransition, transition } from 'xstate';
import { benchWorkflow, data } from '../bench-workflow.mjs';

const { DataSource, EntitySchema } = createRequire(import.meta.url)('typeorm');

const Case = new EntitySchema({
  name: 'naive_case',
  columns: {
    id: { type: 'text', primary: true },
    state: { type: 'text' },
    done: { type: 'boolean' },
    snapshot: { type: 'jsonb' },
    version: { type: 'int', version: true },
  },
});
const History = new EntitySchema({
  name: 'naive_history',
  columns: {
    id: { type: 'bigint', primary: true, generated: 'increment' },
    caseId: { type: 'text' },
    event: { type: 'jsonb' },
    from: { type: 'text' },
    to: { type: 'text' },
    at: { type: 'timestamptz' },
  },
});
const Clock = new EntitySchema({
  name: 'naive_clock',
  columns: { caseId: { type: 'text', primary: true }, name: { type: 'text', primary: true }, dueAt: { type: 'timestamptz' } },
});

const CLOCK_ON = `s3`;
const CONCURRENCY = 32;

/** `play(names)` plays cases to their ends. `redis`: { host, port }. */
export async function withNaive({ url, redis }, run) {
  const source = new DataSource({ type: 'postgres', url, entities: [Case, History, Clock], synchronize: true, poolSize: 10 });
  await source.initialize();
  const queue = new Queue('naive', { connection: redis });
  let left = 0;
  let finished;
  const worker = new Worker(
    'naive',
    async ({ data: { caseId, type } }) => {
      const done = await source.transaction((manager) => step(manager, caseId, type));
      if (!done) await queue.add('event', { caseId, type: 'STEPPED' }, { removeOnComplete: true });
      else if (--left === 0) finished();
    },
    { connection: redis, concurrency: CONCURRENCY },
  );
  try {
    return await run(async (names) => {
      left = names.length;
      const all = new Promise((resolve) => (finished = resolve));
      await queue.addBulk(
        names.map((caseId) => ({ name: 'event', data: { caseId, type: 'OPENED' }, opts: { removeOnComplete: true } })),
      );
      await all;
    });
  } finally {
    await worker.close();
    await queue.obliterate({ force: true });
    await queue.close();
    await source.destroy();
  }
}

async function step(manager, caseId, type) {
  const { machine } = benchWorkflow;
  const found = await manager.findOne(Case, { where: { id: caseId }, lock: { mode: 'pessimistic_write' } });
  const before = found === null ? initialTransition(machine)[0] : machine.resolveState(found.snapshot);
  const at = new Date();
  const event = { type, data, on: at.toISOString().slice(0, 10), at: at.toISOString(), by: {}, policy: {}, clocks: {} };
  const [after] = transition(machine, before, event);
  const snapshot = { value: after.value, context: after.context, status: after.status };
  await manager.save(Case, { ...found, id: caseId, state: String(after.value), done: after.status === 'done', snapshot });
  await manager.insert(History, { caseId, event: { type, data }, from: String(before.value), to: String(after.value), at });
  if (after.value === CLOCK_ON)
    await manager.insert(Clock, { caseId, name: 'answerDue', dueAt: new Date(at.getTime() + 15 * 86_400_000) });
  if (before.value === CLOCK_ON) await manager.delete(Clock, { caseId, name: 'answerDue' });
  return after.status === 'done';
}
