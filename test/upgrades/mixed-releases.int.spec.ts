import type { Announcement } from '@zhiheng/contracts';
import type { Engine, EngineStore } from '@zhiheng/engine';
import { changedStore } from '@zhiheng/engine/testing';
import { ZhihengError, instanceId, messageId, parseLegalDate } from '@zhiheng/kernel';
import type { Instant } from '@zhiheng/kernel';
import { createConsumer, createQueueBackend } from '@zhiheng/messaging';
import { anInterview, interviewId, send } from './an-interview.js';
import { after, before, withVersions } from './with-versions.js';
import type { VersionsWorld } from './with-versions.js';

const ON = '2026-03-04';
const postponed = (n: number) => ({
  type: 'POSTPONED',
  on: ON,
  data: { meetingOn: '2026-03-16', reason: `改期${n}` },
  message: `postponed-${n}`,
});

async function notified(world: VersionsWorld, names: readonly string[]): Promise<void> {
  const place = { engine: world.process(before), clock: world.clock };
  for (const name of names) await anInterview(place, name, 'notified');
  world.clock.moveToDay(ON);
}

describe('while processes of two releases run', () => {
  it('one that is too old for a procedure asks for a later try, even where it remembers the procedure; its neighbours do not suffer', () =>
    withVersions(async (world) => {
      await notified(world, ['a', 'b', 'c']);
      const old = world.process(before);
      for (const name of ['a', 'b', 'c']) await send({ engine: old }, name, postponed(1));
      expect(await world.upgrade({ only: [interviewId('b')] })).toMatchObject([{ result: 'upgraded' }]);

      const [a, b, c] = await Promise.allSettled(['a', 'b', 'c'].map((name) => send({ engine: old }, name, postponed(2))));

      expect([a, c]).toMatchObject([{ value: { kind: 'accepted' } }, { value: { kind: 'accepted' } }]);
      expect(b).toMatchObject({
        status: 'rejected',
        reason: { code: 'WORKFLOW_VERSION_UNKNOWN', retry: 'later', found: 'interview@2' },
      });
      expect((await world.entries(interviewId('b'))).at(-1)!.event.type).toBe('VERSION_UPGRADED');
      expect(await send({ engine: world.process(after) }, 'b', postponed(2))).toMatchObject({
        kind: 'accepted',
        state: 'summoned',
      });
    }));

  it('a message that an old process cannot handle waits in its queue until a new one takes it: it is neither lost nor buried', () =>
    withVersions(async (world) => {
      await notified(world, ['a']);
      await world.upgrade();
      const { pool, url } = world.database;
      const queues = await createQueueBackend({ kind: 'postgres', databaseUrl: url, log: () => undefined });
      const consumerOf = (engine: Engine, log: (event: string) => void = () => undefined) =>
        createConsumer({
          name: 'interview',
          pool,
          queues,
          maxAttempts: 1,
          log,
          handle: async ({ facts }) => {
            await send({ engine }, 'a', { ...postponed(1), data: facts });
          },
        });
      try {
        let turns = 0;
        const old = consumerOf(world.process(before), (event) => void (event === 'consumer.try-again' && turns++));
        await old.start();
        const [row] = await world.rows<{ readonly id: string }>(
          'insert into outbox (consumer, instance_id, announcement) values ($1, $2, $3) returning id::text',
          ['interview', fact.source.instanceId, JSON.stringify(fact)],
        );
        await queues.queue('interview').addAll([{ envelopes: [{ outboxId: row!.id }] }]);
        await until(async () => turns >= 2);
        await old.stop();
        expect(await world.rows('select 1 from dead_letter')).toEqual([]);
        expect(await world.rows('select 1 from outbox')).toHaveLength(1);

        const fresh = consumerOf(world.process(after));
        await fresh.start();
        await until(async () => (await world.rows('select 1 from outbox')).length === 0);
        await fresh.stop();
        expect((await world.entries(interviewId('a'))).at(-1)).toMatchObject({
          event: { type: 'POSTPONED' },
          kind: 'accepted',
          version: 2,
        });
        expect(await world.rows('select 1 from dead_letter')).toEqual([]);
      } finally {
        await queues.close();
      }
    }));

  it('events that arrive during the upgrade take effect once, before it or after it; two runs at once upgrade each case once', () =>
    withVersions(async (world) => {
      const names = Array.from({ length: 24 }, (_, index) => `case-${index}`);
      await notified(world, names);
      const engines = [world.process(before), world.process(after), world.process(after)];
      const events = names.flatMap((name) => [0, 1, 2, 3, 4, 5].map((n) => ({ name, n, engine: engines[n % 3]! })));
      const again: typeof events = [];

      const [first, second] = await Promise.all([
        world.upgrade({ batch: 5, engine: world.process(after) }),
        world.upgrade({ batch: 7, engine: world.process(after) }),
        Promise.all(
          events.map(async (event) => {
            try {
              expect((await send(event, event.name, postponed(event.n))).kind).toBe('accepted');
            } catch (fault) {
              expect(fault).toMatchObject({ retry: 'later' });
              again.push(event);
            }
          }),
        ),
      ]);
      for (const event of again) await send({ engine: engines[1]! }, event.name, postponed(event.n));
      await world.upgrade();

      expect(await world.rows('select distinct version, state from instance')).toEqual([{ version: 2, state: 'summoned' }]);
      const counted = await world.rows(
        `select entry::jsonb #>> '{event,type}' as event, kind, count(*)::int, count(distinct entry::jsonb ->> 'message')::int as messages
         from log where seq > 2 group by 1, 2 order by 1`,
      );
      expect(counted).toEqual([
        { event: 'POSTPONED', kind: 'accepted', count: 144, messages: 144 },
        { event: 'VERSION_UPGRADED', kind: 'accepted', count: 24, messages: 24 },
      ]);
      const upgradedOnce = [...first, ...second].filter(({ result }) => result === 'upgraded').map(({ instanceId: id }) => id);
      expect(new Set(upgradedOnce).size).toBe(upgradedOnce.length);
    }));

  it('a case that moves between look and commit is looked at again, and what it has become is what counts', () =>
    withVersions(async (world) => {
      await notified(world, ['a', 'b', 'c']);
      const old = world.process(before);
      world.clock.moveToDay('2026-03-10');
      const held = { interviewers: ['officer-a', 'officer-b'], attendedBy: 'first-responsible' };
      const meanwhile = [
        () => send({ engine: old }, 'a', { type: 'HELD', on: '2026-03-10', data: held }),
        () => send({ engine: old }, 'b', { type: 'MISSED', on: '2026-03-10', data: { excuse: 'unexcused', reason: '未说明' } }),
        () =>
          send({ engine: old }, 'c', { type: 'TRIGGER_SET_ASIDE', on: '2026-03-10', by: 'head', data: { reason: '情形消除' } }),
      ];
      const engine = world.process(after, { store: once(world.store, () => Promise.all(meanwhile.map((act) => act()))) });

      const outcomes = Object.fromEntries((await world.upgrade({ engine })).map((one) => [one.subject.id, one]));

      expect(outcomes['a']).toMatchObject({
        result: 'upgraded',
        state: { before: { name: 'recording' }, after: { name: 'recording' } },
      });
      expect(outcomes['b']).toMatchObject({ result: 'held-back', reasons: [{ block: 'absentBefore' }] });
      expect(outcomes['c']).toMatchObject({ result: 'closed' });
      expect((await world.entries(interviewId('c'))).map(({ event }) => event.type)).toEqual([
        'TRIGGERED',
        'NOTICE_SERVED',
        'TRIGGER_SET_ASIDE',
      ]);
    }));
});

/** The store, before whose first commit something else happens. */
function once(store: EngineStore, meanwhile: () => Promise<unknown>): EngineStore {
  let happened = false;
  return changedStore(store, {
    commit: async (writes) => {
      if (!happened) {
        happened = true;
        await meanwhile();
      }
      return store.commit(writes);
    },
  });
}

const fact: Announcement = {
  messageId: messageId('announcement', 'inspection', '1'),
  topic: 'inspection.closed',
  facts: { meetingOn: '2026-03-16', reason: '改期' },
  source: {
    instanceId: instanceId('inspection', '1'),
    workflow: 'inspection',
    jurisdiction: '442000',
    seq: 3,
    on: parseLegalDate(ON),
    at: '2026-03-04T01:00:00.000Z' as Instant,
    subject: { kind: 'enterprise', id: 'a', name: '企业a' },
  },
};

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 60_000; !(await holds());) {
    if (Date.now() > deadline) throw new ZhihengError('DID_NOT_COME_TO_PASS', { expected: holds.toString() });
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
