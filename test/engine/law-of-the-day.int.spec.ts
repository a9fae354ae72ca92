import type { EngineStore } from '@zhiheng/engine';
import { changedStore, drillFrames } from '@zhiheng/engine/testing';
import { opening, withDrill } from './with-drill.js';
import type { DrillWorld } from './with-drill.js';

const dueOf = async (world: DrillWorld): Promise<readonly string[]> =>
  (await world.rows<{ readonly due_on: string }>('select due_on::text as due_on from clock')).map(({ due_on }) => due_on);

/** The same database under a law that gives one day less to answer, in a process that has just started. */
const afterTheReform = (world: DrillWorld) => world.anotherEngine({ frames: drillFrames({ '2026-01-01': { days: 1 } }) });

describe('a legal frame', () => {
  it('is stored once, however many decisions stand on it', () =>
    withDrill({}, async (world) => {
      let saved = 0;
      const store = counting(world.store, (frames) => (saved += frames));
      const engine = world.anotherEngine({ store });
      for (const name of ['a', 'b', 'c']) await world.open(name, undefined, engine);
      await world.open('d', undefined, world.anotherEngine());

      expect(saved).toBe(1);
      expect(await world.rows('select 1 from legal_frame')).toHaveLength(1);
    }));

  it('changes on the day on which the law changes, by the legal date of the event and not by the day of recording', () =>
    withDrill({}, async (world) => {
      const engine = world.anotherEngine({ frames: drillFrames({ '2026-01-01': { days: 10 }, '2026-03-10': { days: 3 } }) });
      world.clock.moveToDay('2026-03-12');
      await engine.advance(opening('before', undefined, '2026-03-09' as never));
      await engine.advance(opening('after', undefined, '2026-03-10' as never));

      expect([...(await dueOf(world))].sort()).toEqual(['2026-03-13', '2026-03-23']);
      expect(await world.rows('select distinct l.entry::json->>$1 from log l', ['frame'])).toHaveLength(2);
    }));

  it('that is not in the store is named when a clock needs it', () =>
    withDrill({ tampers: true }, async (world) => {
      await world.open('a');
      const [frame] = await world.rows<{ readonly hash: string }>('delete from legal_frame returning hash');
      // The law was changed since, so that the new process does not happen to have the same frame.
      const asked = world.send('a', 'EXTENDED', { by: 'head', engine: afterTheReform(world) });

      await expect(asked).rejects.toMatchObject({ code: 'LEGAL_FRAME_MISSING', found: frame!.hash });
      expect(await world.rows('select 1 from log')).toHaveLength(1);
    }));
});

describe('a running clock', () => {
  it('keeps the rule under which it started when it is extended under a later law, after a restart', () =>
    withDrill({}, async (world) => {
      await world.open('a');
      expect(await dueOf(world)).toEqual(['2026-03-16']);
      expect(await world.send('a', 'EXTENDED', { by: 'head', engine: afterTheReform(world) })).toMatchObject({
        kind: 'accepted',
      });

      expect(await dueOf(world)).toEqual(['2026-03-23']);
    }));

  it('keeps it when it is suspended and goes on after a restart', () =>
    withDrill({}, async (world) => {
      await world.open('a');
      world.clock.moveToDay('2026-03-03');
      await world.send('a', 'HELD_UP', { engine: afterTheReform(world) });
      world.clock.moveToDay('2026-03-05');
      await world.send('a', 'WENT_ON', { engine: afterTheReform(world) });

      // Two working days, the 3rd and the 4th, did not count.
      expect(await dueOf(world)).toEqual(['2026-03-18']);
    }));

  it('that is started again gets the law of that day', () =>
    withDrill({}, async (world) => {
      await world.open('a');
      await world.send('a', 'RESTARTED', { engine: afterTheReform(world) });

      expect(await dueOf(world)).toEqual(['2026-03-03']);
    }));
});

function counting(store: EngineStore, onSaved: (frames: number) => void): EngineStore {
  return changedStore(store, {
    saveFrames: (frames) => {
      onSaved(frames.length);
      return store.saveFrames(frames);
    },
  });
}
