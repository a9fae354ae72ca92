// The limit to compare with: the very rows that the engine wrote, written again by multi-row SQL in binary, 64 transitions a transaction,
// three connections; nothing decided, nothing hashed, nothing checked but the version.
import pg from 'pg';
import { booleans, dates, instants, integers, texts, uuids } from '../../../dist/libs/persistence/binary/binary-array.js';

const WRITE = `
with i as (select * from unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::text[], $6::boolean[], $7::text[], $8::text[]) as t(id, expected, seq, head_hash, state, done, snapshot, clocks)),
moved as (update instance t set seq = i.seq, head_hash = i.head_hash, state = i.state, done = i.done, snapshot = i.snapshot, clocks = i.clocks from i where t.id = i.id and t.seq = i.expected and i.expected > 0),
opened as (insert into instance (id, workflow, version, jurisdiction, subject_kind, subject_id, subject_name, seq, head_hash, state, done, snapshot, clocks, opened_at)
  select id, 'interview', 1, '442000', 'enterprise', id::text, id::text, seq, head_hash, state, done, snapshot, clocks, now() from i where expected = 0),
logged as (insert into log (instance_id, seq, kind, entry, hash, at) select * from unnest($9::uuid[], $10::int[], $11::text[], $12::text[], $13::text[], $14::timestamptz[])),
disarmed as (delete from clock c using unnest($15::uuid[], $16::text[]) as n(instance_id, name) where c.instance_id = n.instance_id and c.name = n.name),
armed as (insert into clock (instance_id, name, workflow, generation, state, due_at, due_on, provisional) select * from unnest($17::uuid[], $18::text[], $19::text[], $20::int[], $21::text[], $22::timestamptz[], $23::date[], $24::boolean[])),
queued as (insert into outbox (consumer, announcement, instance_id, sent_at) select *, now() from unnest($25::text[], $26::text[], $27::uuid[])),
claimed as (insert into inbox (message_id, instance_id, seq, done) select * from unnest($28::uuid[], $29::uuid[], $30::int[], $31::boolean[]))
select 1`;

const CONNECTIONS = 3;
const BATCH = 64;

/** Makes the parameters of all batches beforehand: rounds of writes, one write a case in each; rounds follow one another. */
export function prepared(rounds) {
  return rounds.map((round) => {
    const batches = [];
    for (let start = 0; start < round.length; start += BATCH) batches.push(round.slice(start, start + BATCH));
    return batches;
  });
}

/** `write(rounds)` over connections that stay open as long as `run` runs. */
export async function withHand(url, run) {
  const options =
    '-c search_path=zhiheng -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c plan_cache_mode=force_generic_plan';
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS, options });
  try {
    return await run((rounds) => write(pool, rounds));
  } finally {
    await pool.end();
  }
}

async function write(pool, rounds) {
  for (const round of rounds) {
    const batches = [...round];
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        for (let next = batches.shift(); next !== undefined; next = batches.shift())
          await pool.query({ name: 'by-hand', text: WRITE, values: parameters(next) });
      }),
    );
  }
}

function parameters(unsorted) {
  const writes = [...unsorted].sort((a, b) => (a.instanceId < b.instanceId ? -1 : 1));
  const log = writes.flatMap((w) => w.log.map((row) => ({ id: w.instanceId, ...row })));
  const clocks = writes.flatMap((w) => w.clocks.map((row) => ({ id: w.instanceId, ...row })));
  const off = clocks.filter(({ state }) => state === 'stopped' || state === 'lapsed');
  const armed = clocks.filter(({ state }) => state === 'running');
  const outbox = writes.flatMap((w) => w.outbox.map((row) => ({ id: w.instanceId, ...row })));
  const inbox = writes.flatMap((w) => w.inbox.map((row) => ({ id: w.instanceId, ...row })));
  return [
    uuids(writes.map((w) => w.instanceId)),
    integers(writes.map((w) => w.expectedSeq)),
    integers(writes.map((w) => w.seq)),
    texts(writes.map((w) => w.headHash)),
    texts(writes.map((w) => w.state)),
    booleans(writes.map((w) => w.done)),
    texts(writes.map((w) => w.snapshotText)),
    texts(writes.map((w) => w.clocksText)),
    uuids(log.map((r) => r.id)),
    integers(log.map((r) => r.seq)),
    texts(log.map((r) => r.kind)),
    texts(log.map((r) => r.text)),
    texts(log.map((r) => r.hash)),
    instants(log.map((r) => r.at)),
    uuids(off.map((r) => r.id)),
    texts(off.map((r) => r.name)),
    uuids(armed.map((r) => r.id)),
    texts(armed.map((r) => r.name)),
    texts(armed.map(() => 'interview')),
    integers(armed.map((r) => r.generation)),
    texts(armed.map((r) => r.state)),
    instants(armed.map((r) => r.dueAt)),
    dates(armed.map((r) => r.dueOn)),
    booleans(armed.map((r) => r.provisional)),
    texts(outbox.map((r) => r.consumer)),
    texts(outbox.map((r) => r.text)),
    uuids(outbox.map((r) => r.id)),
    uuids(inbox.map((r) => r.messageId)),
    uuids(inbox.map((r) => r.id)),
    integers(inbox.map((r) => r.seq)),
    booleans(inbox.map((r) => r.done)),
  ];
}
