import { PostgresEngineStore } from '@zhiheng/persistence';
import type { HandedOver } from '@zhiheng/engine';
import { changedStore } from '@zhiheng/engine/testing';
import { drillId, withDrill } from './with-drill.js';
import type { DrillWorld } from './with-drill.js';

const route = (): readonly string[] => ['enforcement', 'interview'];
const note = (text: string) => ({ data: { text } });

type OutboxRow = { readonly id: string; readonly consumer: string; readonly sent: boolean };
const outboxOf = (world: DrillWorld): Promise<readonly OutboxRow[]> =>
  world.rows<OutboxRow>('select id, consumer, sent_at is not null as sent from outbox order by id');

describe('an engine whose process carries its announcements', () => {
  it('hands over each outbox row that it has committed, in order, and marks it as sent', () =>
    withDrill({ route }, async (world) => {
      const handed: HandedOver[] = [];
      const engine = world.anotherEngine({ store: new PostgresEngineStore(world.database.pool, { handOver: true }) });
      engine.onCommit(({ handedOver }) => handed.push(...handedOver));
      await world.open('a', undefined, engine);
      await Promise.all(['一', '二', '三'].map((text) => world.send('a', 'NOTED', { ...note(text), engine })));

      const rows = await outboxOf(world);
      expect(rows.length).toBeGreaterThanOrEqual(6);
      expect(handed).toEqual(rows.map(({ id, consumer }) => ({ outboxId: id, consumer })));
      expect(rows.every(({ sent }) => sent)).toBe(true);
    }));

  it('hands over nothing of a procedure that another process had moved, until it has decided again', () =>
    withDrill({ route }, async (world) => {
      const own = new PostgresEngineStore(world.database.pool, { handOver: true });
      const commits: (readonly HandedOver[])[] = [];
      const store = changedStore(own, {
        commit: async (writes) => {
          const result = await own.commit(writes);
          commits.push(result.handedOver);
          return result;
        },
      });
      const engine = world.anotherEngine({ store });
      await world.open('a', undefined, engine);
      await world.send('a', 'NOTED', note('别处'));
      const before = commits.length;
      await world.send('a', 'NOTED', { ...note('此处'), engine });

      const consumersOf = (commit: readonly HandedOver[]): readonly string[] => commit.map(({ consumer }) => consumer);
      expect(commits.slice(before).map(consumersOf)).toEqual([[], ['enforcement', 'interview']]);
      const [last] = (await world.logs.entriesOf([drillId('a')])).slice(-1);
      expect(last?.text).toContain('此处');
    }));

  it('leaves its rows unsent for a relay where nobody carries them', () =>
    withDrill({ route }, async (world) => {
      const handed: HandedOver[] = [];
      world.engine.onCommit(({ handedOver }) => handed.push(...handedOver));
      await world.open('a');
      await world.send('a', 'NOTED', note('一'));

      expect(handed).toEqual([]);
      expect((await outboxOf(world)).map(({ sent }) => sent)).toEqual([false, false]);
    }));
});
