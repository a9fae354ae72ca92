import type { Announcement, Outcome } from '@zhiheng/contracts';
import { createReactor } from '@zhiheng/engine';
import type { Reactor } from '@zhiheng/engine';
import { DRILL_JURISDICTION } from '@zhiheng/engine/testing';
import { instanceId, messageId } from '@zhiheng/kernel';
import type { InstanceId, JsonObject } from '@zhiheng/kernel';
import { aConfig, aRule, aRulebook } from '@zhiheng/policy/testing';
import { drillId, withDrill } from './with-drill.js';
import type { DrillWorld } from './with-drill.js';

const START = '{ start: drill, event: OPENED, instance: [source.instanceId], data: { size: facts.size, answerable: true } }';
const SIGNAL = '{ signal: drill, event: NOTED, instance: [source.instanceId], data: { text: facts.text } }';

/** A reactor under these rules, which apply in the drill's jurisdiction as the nation's do everywhere. */
function reactorOf(world: DrillWorld, rules: Readonly<Record<string, string>>, engine = world.engine): Reactor {
  const written = Object.entries(rules).map(([id, then]) => aRule({ id, on: 'spot.found', then }));
  const { rulebook } = aConfig({ 'config/law/rulebook.yaml': aRulebook(...written) });
  const byJurisdiction = new Map([[DRILL_JURISDICTION, rulebook.byJurisdiction.get('442000')!]]);
  return createReactor({ rulebook: { ...rulebook, byJurisdiction }, engine, workflows: ['drill'] });
}

function found(facts: JsonObject, name = 'spot-1'): Announcement {
  return {
    messageId: messageId('found', name),
    topic: 'spot.found',
    facts,
    source: {
      instanceId: instanceId('spot', name),
      workflow: 'spot',
      jurisdiction: DRILL_JURISDICTION,
      seq: 3,
      on: '2026-03-02' as never,
      at: '2026-03-02T02:00:00.000Z' as never,
      subject: { kind: 'enterprise', id: 'e', name: '企业' },
    },
  };
}

/** The procedure that the rules open or signal for a found spot. */
const targetOf = (name = 'spot-1'): InstanceId => drillId(instanceId('spot', name));
const kinds = (outcomes: readonly Outcome[]): readonly string[] => outcomes.map(({ kind }) => kind);
const rowsIn = (world: DrillWorld, table: string) => world.rows(`select 1 from ${table}`);

describe('a rule of the rulebook', () => {
  it('opens a procedure and says on its log which fact and which sentence ordered it', () =>
    withDrill({}, async (world) => {
      const outcomes = await reactorOf(world, { opens: START })(found({ size: 7 }));

      expect(outcomes).toMatchObject([{ kind: 'accepted', instanceId: targetOf(), seq: 1 }]);
      const [entry] = await world.logs.entriesOf([targetOf()]);
      expect(JSON.parse(entry!.text)).toMatchObject({
        actor: { id: 'system' },
        event: { type: 'OPENED', data: { size: 7, answerable: true } },
        opening: { subject: { id: 'e' } },
        cause: {
          messageId: found({}).messageId,
          workflow: 'spot',
          seq: 3,
          rule: { id: 'opens', facts: { size: 7 }, citation: { sentence: '立案查处率100%' } },
        },
      });
    }));

  it('takes effect once although its announcement is handled again, also at the same time by another process', () =>
    withDrill({}, async (world) => {
      const rules = { opens: START };
      const [here, elsewhere] = [reactorOf(world, rules), reactorOf(world, rules, world.anotherEngine())];
      const outcomes = (
        await Promise.all([here(found({ size: 7 })), elsewhere(found({ size: 7 })), here(found({ size: 7 }))])
      ).flat();
      const again = await here(found({ size: 7 }));

      expect([...kinds([...outcomes, ...again])].sort()).toEqual(['accepted', 'duplicate', 'duplicate', 'duplicate']);
      expect(await rowsIn(world, 'log')).toHaveLength(1);
    }));

  it('acts on each announcement by itself, and so does each rule on one announcement', () =>
    withDrill({}, async (world) => {
      const react = reactorOf(world, { opens: START, signals: SIGNAL });
      expect(kinds(await react(found({ size: 7, text: '一' })))).toEqual(['accepted', 'accepted']);
      expect(kinds(await react(found({ size: 8, text: '二' }, 'spot-2')))).toEqual(['accepted', 'accepted']);
      expect(await world.rows('select seq from instance')).toEqual([{ seq: 2 }, { seq: 2 }]);
    }));

  it('that signals a procedure which was never opened does nothing and records nothing', () =>
    withDrill({}, async (world) => {
      expect(await reactorOf(world, { signals: SIGNAL })(found({ text: '一' }))).toEqual([
        { kind: 'stale', instanceId: targetOf() },
      ]);
      for (const table of ['instance', 'log', 'inbox', 'stray_refusal', 'outbox'])
        expect(await rowsIn(world, table)).toEqual([]);
    }));

  it('on a fact of a day that has not begun here yet waits: clocks of two processes may differ at midnight', () =>
    withDrill({}, async (world) => {
      const react = reactorOf(world, { opens: START });
      world.clock.moveToDay('2026-03-01');
      await expect(react(found({ size: 7 }))).rejects.toMatchObject({ code: 'REACTION_REFUSED', retry: 'later' });
      world.clock.moveToDay('2026-03-02');

      expect(kinds(await react(found({ size: 7 })))).toEqual(['accepted']);
    }));

  it('whose consequence the procedure lawfully refuses is done with: the refusal is on the log', () =>
    withDrill({}, async (world) => {
      const react = reactorOf(world, {
        opens: START,
        closes: '{ signal: drill, event: CLOSED, instance: [source.instanceId] }',
        signals: SIGNAL,
      });
      expect(await react(found({ size: 7, text: '一' }))).toMatchObject([
        { kind: 'accepted' },
        { kind: 'accepted' },
        { kind: 'rejected', refusal: { code: 'INSTANCE_CLOSED' } },
      ]);
      expect(await rowsIn(world, 'log')).toHaveLength(3);
    }));
});

describe('a rule that sends what its workflow cannot take', () => {
  it('is named with what was expected, records nothing, and works when it is mended', () =>
    withDrill({}, async (world) => {
      const broken = reactorOf(world, {
        opens: '{ start: drill, event: OPENED, instance: [source.instanceId], data: { size: "1 - 2", answerable: true } }',
      });
      await expect(broken(found({}))).rejects.toMatchObject({
        code: 'REACTION_REFUSED',
        retry: 'never',
        expected: expect.stringMatching(/规则 opens .*data\/size must be >= 0/) as string,
        found: expect.stringContaining('EVENT_DATA_INVALID') as string,
      });
      for (const table of ['instance', 'log', 'inbox', 'stray_refusal']) expect(await rowsIn(world, table)).toEqual([]);

      expect(await reactorOf(world, { opens: START })(found({ size: 1 }))).toMatchObject([
        { kind: 'accepted', instanceId: targetOf() },
      ]);
    }));

  it('to an open procedure leaves that as it is, and works when it is mended', () =>
    withDrill({}, async (world) => {
      await reactorOf(world, { opens: START })(found({ size: 7 }));
      const broken = reactorOf(world, {
        signals: '{ signal: drill, event: NOTED, instance: [source.instanceId], data: { words: facts.text } }',
      });
      await expect(broken(found({ text: '一' }))).rejects.toMatchObject({ code: 'REACTION_REFUSED' });
      await expect(broken(found({ text: '一' }))).rejects.toMatchObject({ code: 'REACTION_REFUSED' });
      expect(await rowsIn(world, 'log')).toHaveLength(1);

      expect(await reactorOf(world, { signals: SIGNAL })(found({ text: '一' }))).toMatchObject([{ kind: 'accepted', seq: 2 }]);
    }));

  it('does not keep the other rules from their effect, which a retry does not repeat', () =>
    withDrill({}, async (world) => {
      const rules = { opens: START, signals: '{ signal: drill, event: NO_SUCH_EVENT, instance: [source.instanceId] }' };
      await expect(reactorOf(world, rules)(found({ size: 7, text: '一' }))).rejects.toMatchObject({
        found: expect.stringContaining('EVENT_UNKNOWN') as string,
      });
      expect(kinds(await reactorOf(world, { ...rules, signals: SIGNAL })(found({ size: 7, text: '一' })))).toEqual([
        'duplicate',
        'accepted',
      ]);
    }));
});

describe('announcements', () => {
  it('go to the outbox once for each consumer, with the same content and an id that tells where they were made', () =>
    withDrill({ route: (topic) => (topic === 'drill.noted' ? ['interview', 'publicity'] : []) }, async (world) => {
      await world.open('a');
      await world.send('a', 'NOTED', { data: { text: '一' } });
      await world.send('a', 'NOTED', { data: { text: '二' } });

      const rows = await world.rows<{ readonly consumer: string; readonly announcement: string }>(
        'select consumer, announcement from outbox order by id',
      );
      expect(rows.map(({ consumer }) => consumer)).toEqual(['interview', 'publicity', 'interview', 'publicity']);
      const announced = rows.map(({ announcement }) => JSON.parse(announcement) as Announcement);
      expect(announced.map(({ facts }) => facts)).toEqual([{ text: '一' }, { text: '一' }, { text: '二' }, { text: '二' }]);
      expect(announced.map(({ messageId: id }) => id)).toEqual(
        [2, 2, 3, 3].map((seq) => messageId('announcement', drillId('a'), String(seq), '0')),
      );
    }));
});
