import { setTimeout as pause } from 'node:timers/promises';
import type { Envelope, Outcome } from '@zhiheng/contracts';
import type { LegalFrame } from '@zhiheng/engine';
import { changedStore } from '@zhiheng/engine/testing';
import { ZhihengError } from '@zhiheng/kernel';
import type { Instant, LegalDate } from '@zhiheng/kernel';
import { drillId, event, opening, withDrill } from './with-drill.js';
import type { DrillWorld } from './with-drill.js';

const kinds = (outcomes: readonly Outcome[]): readonly string[] => outcomes.map(({ kind }) => kind);

/** Until two statements wait for a lock. */
async function bothWait(world: DrillWorld): Promise<void> {
  const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  while ((await world.rows(waiting)).length < 2) await pause(5);
}

describe('two processes', () => {
  it('that open the same procedures in opposite order do not wait for each other', () =>
    withDrill({}, async (world) => {
      const names = ['a', 'b', 'c'].sort((one, two) => (drillId(one) < drillId(two) ? -1 : 1));
      // Somebody holds the procedure in the middle, so that both get half way before they meet.
      const holder = await world.database.pool.connect();
      await holder.query('begin');
      await holder.query(
        `insert into instance (id, workflow, version, jurisdiction, subject_kind, subject_id, subject_name, seq, head_hash, state, done, snapshot, clocks, opened_at)
         values ($1, 'drill', 1, '', '', '', '', 1, repeat('0', 64), '', false, '{}', '{}', now())`,
        [drillId(names[1]!)],
      );
      const [one, two] = [world.anotherEngine(), world.anotherEngine()];
      const outcomes = Promise.all([
        ...names.map((name) => world.open(name, undefined, one)),
        ...[...names].reverse().map((name) => world.open(name, undefined, two)),
      ]);
      await bothWait(world);
      await holder.query('rollback');
      holder.release();

      expect([...kinds(await outcomes)].sort()).toEqual([
        'accepted',
        'accepted',
        'accepted',
        'duplicate',
        'duplicate',
        'duplicate',
      ]);
    }));

  it('that keep the same legal frames in opposite order do not wait for each other', () =>
    withDrill({}, async (world) => {
      const frames = ['a', 'b', 'c'].map((name) => ({ hash: name.repeat(64), frame: {} as LegalFrame }));
      const holder = await world.database.pool.connect();
      await holder.query('begin');
      await holder.query(`insert into legal_frame (hash, content) values ($1, '')`, [frames[1]!.hash]);
      const kept = Promise.all([world.store.saveFrames(frames), world.store.saveFrames([...frames].reverse())]);
      await bothWait(world);
      await holder.query('rollback');
      holder.release();
      await kept;
    }));

  it('agree on an event that one of them took for that of an unknown procedure while the other opened it', () =>
    withDrill({}, async (world) => {
      const note: Envelope = event('a', 'NOTED', { data: { text: '一' } });
      // This process reads before, and writes after, the other has opened the procedure and taken the event.
      let raced = false;
      const late = changedStore(world.store, {
        load: async (request) => {
          const loaded = await world.store.load(request);
          if (raced) return loaded;
          raced = true;
          await world.open('a');
          await world.engine.advance(note);
          return loaded;
        },
      });
      const outcome = await world.anotherEngine({ store: late }).advance(note);

      expect(outcome).toMatchObject({ kind: 'duplicate', first: { kind: 'accepted', seq: 2 } });
      expect(await world.rows('select 1 from stray_refusal')).toEqual([]);
    }));

  it('agree on an event that one of them has refused meanwhile as that of an unknown procedure', () =>
    withDrill({}, async (world) => {
      const note: Envelope = event('a', 'NOTED', { data: { text: '一' } });
      await world.engine.advance(note);
      await world.open('a');
      // The inbox was read before the refusal was kept in it.
      let read = false;
      const late = changedStore(world.store, {
        load: async (request) => {
          const loaded = await world.store.load(request);
          if (read) return loaded;
          read = true;
          return { ...loaded, handled: new Map() };
        },
      });

      expect(await world.anotherEngine({ store: late }).advance(note)).toMatchObject({
        kind: 'duplicate',
        first: { kind: 'rejected', refusal: { code: 'INSTANCE_UNKNOWN' } },
      });
      expect(await world.rows('select seq from instance')).toEqual([{ seq: 1 }]);
    }));
});

describe('a process that remembers a procedure', () => {
  it('does not answer from memory what it does not write', () =>
    withDrill({}, async (world) => {
      const rule = { id: 'r', facts: {}, citation: { zh: '演练办法' } };
      const other = world.anotherEngine();
      await world.open('a');
      await world.send('a', 'CLOSED', { engine: other });
      // Remembered as open, the rule would throw; closed as it is, the event is refused for that.
      const outcome = await world.send('a', 'BROKE_A_RULE', { cause: { rule } });

      expect(outcome).toMatchObject({ kind: 'rejected', seq: 3, refusal: { code: 'INSTANCE_CLOSED' } });
    }));

  it('forgets it when a commit fails, and decides on what is stored', () =>
    withDrill({}, async (world) => {
      let failing = false;
      const store = changedStore(world.store, {
        commit: async (writes) => {
          const written = await world.store.commit(writes);
          // The connection is lost after the commit, before the answer.
          if (failing) throw new ZhihengError('STORE_UNAVAILABLE', { retry: 'later' });
          return written;
        },
      });
      const engine = world.anotherEngine({ store });
      await world.open('a', undefined, engine);
      failing = true;
      const note = event('a', 'NOTED', { data: { text: '一' } });
      await expect(engine.advance(note)).rejects.toMatchObject({ retry: 'later' });
      failing = false;

      expect(await engine.advance(note)).toMatchObject({ kind: 'duplicate', first: { kind: 'accepted', seq: 2 } });
      expect(await world.send('a', 'NOTED', { data: { text: '二' }, engine })).toMatchObject({ kind: 'accepted', seq: 3 });
    }));
});

describe('a caller', () => {
  it('is told nothing before the commit', () =>
    withDrill({}, async (world) => {
      let committed = false;
      const store = changedStore(world.store, {
        commit: async (writes) => {
          await new Promise((resolve) => setImmediate(resolve));
          const written = await world.store.commit(writes);
          committed = true;
          return written;
        },
      });
      const engine = world.anotherEngine({ store });
      const toldEarly = await Promise.all(
        [world.open('a', undefined, engine), world.send('a', 'NOTED', { data: { text: '一' }, engine })].map((told) =>
          told.then(() => !committed),
        ),
      );
      expect(toldEarly).toEqual([false, false]);
    }));

  it('is told to come again later when other processes move the procedure all the time', () =>
    withDrill({}, async (world) => {
      await world.open('a');
      let attempts = 0;
      const store = changedStore(world.store, {
        commit: async (writes) => {
          attempts++;
          await world.send('a', 'NOTED', { data: { text: '别人' } });
          return world.store.commit(writes);
        },
      });
      await expect(
        world.send('a', 'NOTED', { data: { text: '一' }, engine: world.anotherEngine({ store }) }),
      ).rejects.toMatchObject({ code: 'INSTANCE_CONTENDED', retry: 'later' });
      expect(attempts).toBe(8);
    }));

  it('of many events of one procedure gets them done in order, over as many batches as it takes', () =>
    withDrill({ tuning: { maxBatch: 4, maxInFlight: 3 } }, async (world) => {
      const outcomes = await Promise.all([
        world.open('a'),
        ...Array.from({ length: 30 }, (_, index) => world.send('a', 'NOTED', { data: { text: String(index) } })),
      ]);
      const [instance] = await world.rows<{ readonly snapshot: string }>('select snapshot from instance');

      expect(outcomes).toMatchObject(Array.from({ length: 31 }, (_, index) => ({ kind: 'accepted', seq: index + 1 })));
      expect(
        (JSON.parse(instance!.snapshot) as { context: { notes: { text: string }[] } }).context.notes.map(({ text }) => text),
      ).toEqual(Array.from({ length: 30 }, (_, index) => String(index)));
    }));

  it('who drains the engine waits for what is in flight and for what waits behind it', () =>
    withDrill({ tuning: { maxBatch: 1, maxInFlight: 1 } }, async (world) => {
      let told = 0;
      for (const name of ['a', 'b', 'c', 'd']) void world.open(name).then(() => told++);
      await world.engine.drain();
      expect(told).toBe(4);
      await world.engine.drain();
    }));
});

describe('an unsound opening', () => {
  it('in an unknown jurisdiction fails alone', () =>
    withDrill({}, async (world) => {
      const settled = await Promise.allSettled([
        world.open('a'),
        world.engine.advance({ ...opening('b'), opening: { ...opening('b').opening!, jurisdiction: 'nowhere' } }),
        world.open('c'),
      ]);
      expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(settled[1]).toMatchObject({ reason: { code: 'JURISDICTION_UNKNOWN' } });
    }));

  it('with a text that the database cannot hold fails alone', () =>
    withDrill({}, async (world) => {
      const poisoned = {
        ...opening('b'),
        opening: { ...opening('b').opening!, subject: { kind: 'enterprise', id: 'b', name: '企业\u0000' } },
      };
      const settled = await Promise.allSettled([world.open('a'), world.engine.advance(poisoned), world.open('c')]);

      expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(settled[1]).toMatchObject({ reason: { code: 'STORE_REFUSED', retry: 'never' } });
      expect(await world.rows('select 1 from instance where id = $1', [drillId('b')])).toEqual([]);
    }));
});

describe('two processes whose clocks differ', () => {
  it('write no log that goes back in time: neither from memory nor read anew, nor with a refusal', () =>
    withDrill({}, async (world) => {
      world.clock.moveToDay('2026-03-05');
      const behind = world.anotherEngine({ clock: { now: () => '2026-03-03T02:00:00.000Z' as Instant } });
      await world.open('a');
      await behind.advance(opening('b'));
      for (const name of ['a', 'b']) {
        await world.send(name, 'NOTED', { data: { text: '后' }, on: '2026-03-02' as LegalDate, engine: behind });
        await world.send(name, 'NOTED', { data: { text: '前' }, on: '2026-03-02' as LegalDate });
        await world.send(name, 'NOTED', { data: { text: '后' }, on: '2026-03-02' as LegalDate, engine: behind });
        await world.send(name, 'NOTED', { data: { other: '拒' }, on: '2026-03-02' as LegalDate, engine: behind });
      }
      const rows = await world.rows<{ readonly id: string; readonly kind: string; readonly at: Date }>(
        'select instance_id as id, kind, at from log order by instance_id, seq',
      );
      expect(rows.map(({ kind }) => kind)).toEqual(
        [...Array(2)].flatMap(() => [...Array<string>(4).fill('accepted'), 'refused']),
      );
      const [early, late] = ['2026-03-03T02:00:00.000Z', world.clock.now()];
      const timesOf = (name: string) => rows.filter(({ id }) => id === drillId(name)).map(({ at }) => at.toISOString());
      expect(timesOf('a')).toEqual([late, late, late, late, late]);
      expect(timesOf('b')).toEqual([early, early, late, late, late]);
    }));
});
