// The limit to compare with: the very rows that the engine wrote, written again by multi-row SQL, 64 transitions a transaction,
// nothing decided, nothing hashed, nothing checked but the version.
import pg from 'pg';

const WRITE = `
with i as (select * from unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::text[], $6::boolean[], $7::text[], $8::text[]) as t(id, expected, seq, head_hash, state, done, snapshot, clocks)),
moved as (update instance t set seq = i.seq, head_hash = i.head_hash, state = i.state, done = i.done, snapshot = i.snapshot, clocks = i.clocks from i where t.id = i.id and t.seq = i.expected and i.expected > 0 returning 1),
opened as (insert into instance (id, workflow, version, jurisdiction, subject_kind, subject_id, subject_name, seq, head_hash, state, done, snapshot, clocks, opened_at)
  select id, 'interview', 1, '442000', 'enterprise', id::text, id::text, seq, head_hash, state, done, snapshot, clocks, now() from i where expected = 0 returning 1),
logged as (insert into log (instance_id, seq, kind, entry, hash, at) select t.*, now() from unnest($9::uuid[], $10::int[], $11::text[], $12::text[], $13::text[]) as t(instance_id, seq, kind, entry, hash)),
disarmed as (delete from clock c using unnest($14::uuid[], $15::text[]) as n(instance_id, name) where c.instance_id = n.instance_id and c.name = n.name),
armed as (insert into clock (instance_id, name, workflow, generation, state, due_at, due_on, provisional) select t.* from unnest($16::uuid[], $17::text[], $18::text[], $19::int[], $20::text[], $21::timestamptz[], $22::date[], $23::boolean[]) as t(a, b, c, d, e, f, g, h)),
queued as (insert into outbox (consumer, announcement, instance_id) select * from unnest($24::text[], $25::text[], $28::uuid[])),
claimed as (insert into inbox (message_id, consumer, outcome) select m, 'engine', o from unnest($26::uuid[], $27::text[]) as t(m, o))
select 1`;

/** Writes rounds of captured writes; each round's procedures are independent, so that rounds follow one another. */
export async function writeByHand(url, rounds, { batch = 64, connections = 3 } = {}) {
  const options =
    '-c search_path=zhiheng -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c plan_cache_mode=force_generic_plan';
  const pool = new pg.Pool({ connectionString: url, max: connections, options });
  try {
    for (const round of rounds) {
      const batches = [];
      for (let start = 0; start < round.length; start += batch) batches.push(round.slice(start, start + batch));
      await Promise.all(
        Array.from({ length: connections }, async () => {
          for (let next = batches.shift(); next !== undefined; next = batches.shift())
            await pool.query({ name: 'by-hand', text: WRITE, values: values(next) });
        }),
      );
    }
  } finally {
    await pool.end();
  }
}

function values(writes) {
  const log = writes.flatMap((w) => w.log.map((row) => ({ id: w.instanceId, ...row })));
  const clocks = writes.flatMap((w) => w.clocks.map((row) => ({ id: w.instanceId, ...row })));
  const off = clocks.filter(({ state }) => state === 'stopped' || state === 'lapsed');
  const armed = clocks.filter(({ state }) => state === 'running');
  const outbox = writes.flatMap((w) => w.outbox.map((row) => ({ instanceId: w.instanceId, ...row })));
  const inbox = writes.flatMap((w) => w.inbox);
  return [
    writes.map((w) => w.instanceId),
    writes.map((w) => w.expectedSeq),
    writes.map((w) => w.seq),
    writes.map((w) => w.headHash),
    writes.map((w) => w.state),
    writes.map((w) => w.done),
    writes.map((w) => w.snapshotText),
    writes.map((w) => w.clocksText),
    log.map((r) => r.id),
    log.map((r) => r.seq),
    log.map((r) => r.kind),
    log.map((r) => r.text),
    log.map((r) => r.hash),
    off.map((r) => r.id),
    off.map((r) => r.name),
    armed.map((r) => r.id),
    armed.map((r) => r.name),
    armed.map(() => 'interview'),
    armed.map((r) => r.generation),
    armed.map((r) => r.state),
    armed.map((r) => r.dueAt),
    armed.map((r) => r.dueOn),
    armed.map((r) => r.provisional),
    outbox.map((r) => r.consumer),
    outbox.map((r) => r.text),
    inbox.map((r) => r.messageId),
    inbox.map((r) => r.text),
    outbox.map((r) => r.instanceId),
  ];
}
