import type { Envelope, Outcome } from '@zhiheng/contracts';
import type { EngineStore, InstanceWrite } from '@zhiheng/engine';
import { changedStore } from '@zhiheng/engine/testing';
import { ZhihengError, instanceId, messageId } from '@zhiheng/kernel';
import type { JsonObject } from '@zhiheng/kernel';
import { withEngine } from '@zhiheng/testing';
import type { World } from '@zhiheng/testing';
import { NOTICE, OPENING } from '../api/an-interview.js';

const handler = { id: 'handler-1', roles: ['case-handler', 'inspector', 'head'] } as const;

function opening(name: string, message = `open-${name}`): Envelope {
  return {
    messageId: messageId(message),
    instanceId: instanceId('interview', name),
    workflow: 'interview',
    event: { type: 'TRIGGERED', data: OPENING.data },
    on: '2026-03-02' as Envelope['on'],
    actor: handler,
    opening: { jurisdiction: '442000', subject: { kind: 'enterprise', id: name, name: `企业${name}` } },
  };
}

function sending(name: string, message: string, type: string, data: JsonObject): Envelope {
  const { instanceId: id, workflow, on, actor } = opening(name);
  return { messageId: messageId(message), instanceId: id, workflow, on, actor, event: { type, data } };
}

async function countRows(world: World, table: string): Promise<number> {
  const { rows } = await world.database.pool.query<{ readonly count: string }>(`select count(*) from ${table}`);
  return Number(rows[0]!.count);
}

const kinds = (outcomes: readonly Outcome[]): readonly string[] => outcomes.map(({ kind }) => kind);

describe('one event', () => {
  it('opens a procedure, is on its log, arms its clock and is remembered in the inbox', () =>
    withEngine({}, async (world) => {
      const outcome = await world.engine.advance(opening('a'));

      expect(outcome).toMatchObject({ kind: 'accepted', seq: 1 });
      expect(await countRows(world, 'log')).toBe(1);
      expect(await countRows(world, 'inbox')).toBe(1);
      expect(await countRows(world, 'clock')).toBeGreaterThan(0);
    }));

  it('delivered again, to this engine or another, changes nothing and answers what came of it first', () =>
    withEngine({}, async (world) => {
      const first = await world.engine.advance(opening('a'));
      const again = await world.engine.advance(opening('a'));
      const elsewhere = await world.anotherEngine().advance(opening('a'));

      expect(again).toEqual({ kind: 'duplicate', instanceId: instanceId('interview', 'a'), first });
      expect(elsewhere).toEqual(again);
      expect(await countRows(world, 'log')).toBe(1);
    }));

  it('delivered many times at once by several engines takes effect once', () =>
    withEngine({}, async (world) => {
      const engines = [world.engine, world.anotherEngine(), world.anotherEngine()];
      const outcomes = await Promise.all(Array.from({ length: 30 }, (_, index) => engines[index % 3]!.advance(opening('a'))));

      expect(kinds(outcomes).filter((kind) => kind === 'accepted')).toHaveLength(1);
      expect(kinds(outcomes).filter((kind) => kind === 'duplicate')).toHaveLength(29);
      expect(await countRows(world, 'log')).toBe(1);
    }));
});

describe('a refusal', () => {
  it('is on the log with who tried what and why not, and the procedure stays where it was', () =>
    withEngine({}, async (world) => {
      const opened = await world.engine.advance(opening('a'));
      const refused = await world.engine.advance(sending('a', 'too-early', 'RECORD_SIGNED', {}));

      expect(refused).toMatchObject({ kind: 'rejected', seq: 2 });
      const { rows } = await world.database.pool.query<{ readonly kind: string; readonly entry: string }>(
        'select kind, entry from log where seq = 2',
      );
      expect(rows[0]?.kind).toBe('refused');
      const entry = JSON.parse(rows[0]!.entry) as {
        readonly actor: object;
        readonly refusal: { readonly code: string };
        readonly to: string;
      };
      expect(entry).toMatchObject({
        actor: { id: 'handler-1' },
        refusal: { code: expect.any(String) as string },
        to: (opened as { readonly state: string }).state,
      });
    }));

  it('of an opening leaves no procedure but is kept beside the logs', () =>
    withEngine({}, async (world) => {
      const refused = await world.engine.advance({
        ...opening('a'),
        event: { type: 'TRIGGERED', data: { trigger: 'weather' } },
      });

      expect(refused).toMatchObject({ kind: 'rejected', refusal: { code: 'EVENT_DATA_INVALID' } });
      expect(await countRows(world, 'instance')).toBe(0);
      expect(await countRows(world, 'stray_refusal')).toBe(1);
    }));

  it('of an event for a procedure that does not exist is kept and repeated as a duplicate', () =>
    withEngine({}, async (world) => {
      const refused = await world.engine.advance(sending('nobody', 'm', 'RECORD_SIGNED', {}));
      const again = await world.engine.advance(sending('nobody', 'm', 'RECORD_SIGNED', {}));

      expect(refused).toMatchObject({ kind: 'rejected', refusal: { code: 'INSTANCE_UNKNOWN' } });
      expect(again).toEqual({ kind: 'duplicate', instanceId: refused.instanceId, first: refused });
      expect(await countRows(world, 'stray_refusal')).toBe(1);
    }));

  it('meets a person who claims a lapse', () =>
    withEngine({}, async (world) => {
      await world.engine.advance(opening('a'));
      const [clock] = world.registry
        .current('interview')!
        .machine.events.filter((type: string) => type.endsWith('_LAPSED')) as string[];
      const outcome = await world.engine.advance(sending('a', 'false-lapse', clock!, {}));

      expect(['rejected', 'stale']).toContain(outcome.kind);
      expect(await countRows(world, 'log')).toBeLessThanOrEqual(2);
    }));
});

describe('a batch', () => {
  it('commits many procedures in few transactions and keeps the order of each', () =>
    withEngine({ tuning: { maxBatch: 64, maxInFlight: 2 } }, async (world) => {
      let commits = 0;
      const counted = counting(world.store, () => commits++);
      const engine = world.anotherEngine({ store: counted });
      const names = Array.from({ length: 200 }, (_, index) => `n${index}`);
      const outcomes = await Promise.all(
        names.flatMap((name) => [
          engine.advance(opening(name)),
          engine.advance(sending(name, `notice-${name}`, 'NOTICE_SERVED', NOTICE.data)),
        ]),
      );

      expect(new Set(kinds(outcomes))).toEqual(new Set(['accepted']));
      expect(
        outcomes.filter((_, index) => index % 2 === 1).every((outcome) => outcome.kind === 'accepted' && outcome.seq === 2),
      ).toBe(true);
      expect(commits).toBeLessThanOrEqual(12);
    }));

  it('lets only the culprit fail when the database refuses one of its rows', () =>
    withEngine({}, async (world) => {
      const poisoned = instanceId('interview', 'n7');
      const engine = world.anotherEngine({ store: refusing(world.store, (write) => write.instanceId === poisoned) });
      const settled = await Promise.allSettled(Array.from({ length: 40 }, (_, index) => engine.advance(opening(`n${index}`))));

      expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(39);
      expect(settled[7]).toMatchObject({ status: 'rejected', reason: { code: 'STORE_REFUSED' } });
      expect(await countRows(world, 'instance')).toBe(39);
    }));

  it('is left alone when the database is away: every caller may try again later', () =>
    withEngine({}, async (world) => {
      let away = true;
      const flaky = changedStore(world.store, {
        load: async (request) => {
          if (away) throw new ZhihengError('STORE_UNAVAILABLE', { retry: 'later' });
          return world.store.load(request);
        },
      });
      const engine = world.anotherEngine({ store: flaky });
      const failed = await Promise.allSettled([engine.advance(opening('a')), engine.advance(opening('b'))]);
      away = false;
      const outcomes = await Promise.all([engine.advance(opening('a')), engine.advance(opening('b'))]);

      expect(
        failed.map((result) => (result.status === 'rejected' ? (result.reason as ZhihengError).retry : 'settled')),
      ).toEqual(['later', 'later']);
      expect(kinds(outcomes)).toEqual(['accepted', 'accepted']);
    }));

  it('finds by the version fence that another engine has moved a procedure, and decides again', () =>
    withEngine({}, async (world) => {
      const other = world.anotherEngine();
      await world.engine.advance(opening('a'));
      await other.advance(sending('a', 'by-other', 'NOTICE_SERVED', NOTICE.data));
      // This engine still holds the procedure as it was after the opening.
      const outcome = await world.engine.advance(sending('a', 'again', 'NOTICE_SERVED', NOTICE.data));

      expect(outcome).toMatchObject({ kind: 'rejected', seq: 3 });
    }));

  it('of several engines on the same procedures neither deadlocks nor loses a step', () =>
    withEngine({ tuning: { maxBatch: 16, maxInFlight: 3 } }, async (world) => {
      const engines = [world.engine, world.anotherEngine(), world.anotherEngine(), world.anotherEngine()];
      const names = Array.from({ length: 25 }, (_, index) => `n${index}`);
      await Promise.all(names.map((name) => world.engine.advance(opening(name))));
      const outcomes = await Promise.all(
        engines.flatMap((engine, which) =>
          Array.from({ length: 100 }, (_, index) =>
            engine.advance(sending(names[(index * 7 + which) % 25]!, `m-${which}-${index}`, 'RECORD_SIGNED', {})),
          ),
        ),
      );

      expect(new Set(kinds(outcomes))).toEqual(new Set(['rejected']));
      expect(await countRows(world, 'log')).toBe(25 + 400);
    }));
});

function counting(store: EngineStore, onCommit: () => void): EngineStore {
  return changedStore(store, {
    commit: (writes) => {
      onCommit();
      return store.commit(writes);
    },
  });
}

/** A store on which a row of one procedure breaks a rule of the database itself: its head hash is too short. */
function refusing(store: EngineStore, isCulprit: (write: InstanceWrite) => boolean): EngineStore {
  return changedStore(store, {
    commit: (writes) => store.commit(writes.map((write) => (isCulprit(write) ? { ...write, headHash: 'short' } : write))),
  });
}
