import { SYSTEM } from '@zhiheng/contracts';
import type { Envelope, Outcome, Refusal, RefusalCode } from '@zhiheng/contracts';
import { DRILL_JURISDICTION } from '@zhiheng/engine/testing';
import { drillId, event, opening, sharedDrill, withDrill } from './with-drill.js';
import type { DrillWorld, SendOptions } from './with-drill.js';

const refusalOf = (outcome: Outcome): Refusal => {
  if (outcome.kind !== 'rejected') throw new Error(`expected rejected, found ${outcome.kind}`);
  return outcome.refusal;
};

type Attempt = {
  /** What happened before; undefined where there is no procedure. */
  readonly before?: readonly (readonly [string, SendOptions?])[];
  readonly attempt: (name: string) => Envelope;
  readonly says: object;
};

// UPGRADE_BLOCKED refuses no event but an upgrade: test/upgrades.
const attempts: Readonly<Record<Exclude<RefusalCode, 'UPGRADE_BLOCKED'>, Attempt>> = {
  WORKFLOW_UNKNOWN: { attempt: (name) => ({ ...opening(name), workflow: 'dril' }), says: { found: 'dril' } },
  INSTANCE_UNKNOWN: { attempt: (name) => event(name, 'NOTED', { data: { text: '一' } }), says: {} },
  EVENT_UNKNOWN: {
    before: [],
    attempt: (name) => event(name, 'NOTE'),
    says: { found: 'NOTE', expected: expect.arrayContaining(['NOTED']) as string[] },
  },
  EVENT_DATA_INVALID: {
    before: [],
    attempt: (name) => event(name, 'NOTED', { data: { text: '', more: 1 } }),
    says: { found: ['data additionalProperties', 'data/text minLength'] },
  },
  EVENT_NOT_EXPECTED: {
    before: [],
    attempt: (name) => event(name, 'OPENED', { data: { size: 1, answerable: true } }),
    says: { found: 'OPENED' },
  },
  RULE_NOT_MET: {
    before: [],
    attempt: (name) => event(name, 'MEASURED', { data: { size: 101 } }),
    says: {
      expected: ['sizeIsLawful'],
      found: { size: 101 },
      message: { zh: expect.stringContaining('规模不超过上限（第二条）') as string },
    },
  },
  ROLE_NOT_ALLOWED: {
    before: [],
    attempt: (name) => event(name, 'NOTED', { data: { text: '一' }, by: 'party' }),
    says: { expected: ['inspector', 'system'], found: ['party'] },
  },
  AREA_NOT_ALLOWED: {
    before: [],
    attempt: (name) => {
      const envelope = event(name, 'NOTED', { data: { text: '一' } });
      return { ...envelope, actor: { ...envelope.actor, area: '440100' } };
    },
    says: { expected: DRILL_JURISDICTION, found: '440100' },
  },
  LEGAL_DATE_REFUSED: {
    before: [],
    attempt: (name) => event(name, 'NOTED', { data: { text: '一' }, on: '2026-03-03' }),
    says: { expected: '<= 2026-03-02', found: '2026-03-03' },
  },
  CLOCK_NOT_RUNNING: {
    before: [['WAIVED']],
    attempt: (name) => event(name, 'EXTENDED', { by: 'head' }),
    says: { found: 'answerDue' },
  },
  SUSPENSION_NOT_ALLOWED: {
    before: [],
    attempt: (name) => event(name, 'HELD_UP_WITHOUT_GROUND'),
    says: { expected: ['testing'], found: 'holiday' },
  },
  EXTENSION_NOT_ALLOWED: {
    before: [['EXTENDED', { by: 'head' }]],
    attempt: (name) => event(name, 'EXTENDED', { by: 'head' }),
    says: { expected: 1, found: 1 },
  },
  INSTANCE_CLOSED: {
    before: [['CLOSED']],
    attempt: (name) => event(name, 'NOTED', { data: { text: '一' } }),
    says: { found: 'NOTED' },
  },
  RULE_FAULT: {
    before: [],
    attempt: (name) => event(name, 'BROKE_A_RULE'),
    says: { message: { zh: expect.stringContaining('the rule is broken') as string } },
  },
};

async function play(world: DrillWorld, name: string, before: Attempt['before']): Promise<void> {
  if (before === undefined) return;
  for (const outcome of [
    await world.open(name),
    ...(await inOrder(
      before.map(
        ([type, options]) =>
          () =>
            world.send(name, type, options),
      ),
    )),
  ]) {
    expect(outcome.kind).toBe('accepted');
  }
}

async function inOrder<T>(steps: readonly (() => Promise<T>)[]): Promise<readonly T[]> {
  const results: T[] = [];
  for (const step of steps) results.push(await step());
  return results;
}

describe('an event is refused', () => {
  const world = sharedDrill(async () => undefined);

  it.each(Object.entries(attempts))(
    'with %s, says what was expected and found in both languages, and is kept',
    async (code, { before, attempt, says }) => {
      await play(world(), code, before);
      const envelope = attempt(code);
      const outcome = await world().engine.advance(envelope);

      expect(refusalOf(outcome)).toMatchObject({
        code,
        message: { zh: expect.stringMatching(/\p{Script=Han}/u) as string, en: expect.stringMatching(/[a-z]/) as string },
        ...says,
      });
      const kept =
        before === undefined
          ? 'select refusal from stray_refusal where message_id = $1'
          : `select entry as refusal from log where kind = 'refused' and entry like '%' || $1 || '%'`;
      expect(await world().rows(kept, [envelope.messageId])).toEqual([{ refusal: expect.stringContaining(code) as string }]);
      expect(await world().engine.advance(envelope)).toEqual({
        kind: 'duplicate',
        instanceId: envelope.instanceId,
        first: outcome,
      });
    },
  );
});

describe('an extension', () => {
  it('needs the role that the rule of the term names', () =>
    withDrill({}, async (world) => {
      await world.open('a');
      expect(refusalOf(await world.send('a', 'EXTENDED', { by: 'inspector' }))).toMatchObject({
        code: 'EXTENSION_NOT_ALLOWED',
        expected: 'head',
        found: ['inspector'],
      });
      expect(await world.send('a', 'EXTENDED', { by: 'head' })).toMatchObject({ kind: 'accepted' });
    }));

  it('comes too late after the last day of the term, even before the lapse is recorded', () =>
    withDrill({}, async (world) => {
      await world.open('a');
      await world.open('b');
      world.clock.moveToDay('2026-03-18');

      expect(refusalOf(await world.send('a', 'EXTENDED', { by: 'head', on: '2026-03-17' })).code).toBe('CLOCK_NOT_RUNNING');
      expect(await world.send('b', 'EXTENDED', { by: 'head', on: '2026-03-16' })).toMatchObject({ kind: 'accepted' });
    }));
});

describe('a stop of a term', () => {
  it('that begins after the last day hides no missed deadline: the clock runs on until its lapse is recorded', () =>
    withDrill({}, async (world) => {
      await world.open('a');
      await world.open('b');
      world.clock.moveToDay('2026-03-18');

      expect(await world.send('a', 'HELD_UP', { on: '2026-03-17' })).toMatchObject({ kind: 'accepted' });
      expect(await world.send('b', 'HELD_UP', { on: '2026-03-16' })).toMatchObject({ kind: 'accepted' });
      const states = await world.rows(`select state from clock order by state`);
      expect(states).toEqual([{ state: 'running' }, { state: 'suspended' }]);
    }));
});

describe('a person who claims a lapse', () => {
  const cause = { clock: { name: 'answerDue', generation: 1 } };

  it.each([
    ['before the term has run out', '2026-03-02', undefined],
    ['after it, with the number of the run', '2026-04-01', cause],
    ['before it, with the number of the run', '2026-03-02', cause],
  ])('is refused and named on the log: %s; the clock runs on', (_what, day, claimed) =>
    withDrill({}, async (world) => {
      await world.open('a');
      world.clock.moveToDay(day);
      const outcome = await world.send('a', 'ANSWER_DUE_LAPSED', {
        by: { id: 'someone', roles: ['inspector', 'head'] },
        ...(claimed && { cause: claimed }),
      });

      expect(refusalOf(outcome).code).toBe('EVENT_UNKNOWN');
      expect(outcome).toMatchObject({ seq: 2 });
      expect(await world.rows('select state from clock')).toEqual([{ state: 'running' }]);
    }),
  );

  it('ends no clock by sending another event with the number of its run', () =>
    withDrill({}, async (world) => {
      await world.open('a');
      await world.send('a', 'REPEATED', { cause });
      await world.send('a', 'NOTED', { data: { text: '一' }, cause });
      expect(await world.rows('select state from clock')).toEqual([{ state: 'running' }]);
    }));
});

describe('code of a workflow that throws', () => {
  it.each(['BROKE_A_RULE', 'MISREPORTED'])('%s refuses its own event only: its neighbours in the batch do not suffer', (type) =>
    withDrill({}, async (world) => {
      await Promise.all(['a', 'b', 'c'].map((name) => world.open(name)));
      const outcomes = await Promise.all([
        world.send('a', 'NOTED', { data: { text: '一' } }),
        world.send('b', 'NOTED', { data: { text: '一' } }),
        world.send('b', type),
        world.send('b', 'NOTED', { data: { text: '二' } }),
        world.send('c', 'NOTED', { data: { text: '一' } }),
      ]);

      expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'rejected', 'accepted', 'accepted']);
      expect(refusalOf(outcomes[2])).toMatchObject({ code: 'RULE_FAULT', found: type });
      expect(outcomes[3]).toMatchObject({ seq: 4 });
    }),
  );
});

describe('a message id', () => {
  it('names one message to one procedure: the same id sent to another is another message, in one batch and in the next', () =>
    withDrill({}, async (world) => {
      const { messageId } = opening('a');
      await world.open('c');
      const sent = () => [
        world.engine.advance({ ...opening('a'), messageId }),
        world.engine.advance({ ...opening('b'), messageId }),
        world.engine.advance({ ...event('c', 'NOTED', { data: { text: '同号' } }), messageId }),
      ];

      expect((await Promise.all(sent())).map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'accepted']);
      expect((await Promise.all(sent())).map(({ kind }) => kind)).toEqual(['duplicate', 'duplicate', 'duplicate']);
      expect(await world.rows('select seq from instance order by seq')).toEqual([{ seq: 1 }, { seq: 1 }, { seq: 2 }]);
    }));

  it('sent to two procedures that do not exist is refused to both, once each', () =>
    withDrill({}, async (world) => {
      const { messageId } = opening('a');
      const sent = () => ['a', 'b'].map((name) => world.engine.advance({ ...event(name, 'NOTED'), messageId }));

      expect((await Promise.all(sent())).map(({ kind }) => kind)).toEqual(['rejected', 'rejected']);
      expect((await Promise.all(sent())).map(({ kind }) => kind)).toEqual(['duplicate', 'duplicate']);
      expect(await world.rows('select message_id from stray_refusal')).toHaveLength(2);
    }));
});

describe('what a rule of the rulebook sends', () => {
  const rule = { id: 'r', facts: {}, citation: { zh: '演练办法' } };

  it('to a procedure that was never opened is stale and leaves nothing', () =>
    withDrill({}, async (world) => {
      expect(await world.send('a', 'NOTED', { data: { text: '一' }, by: SYSTEM, cause: { rule } })).toEqual({
        kind: 'stale',
        instanceId: drillId('a'),
      });
      for (const table of ['log', 'inbox', 'stray_refusal', 'instance'])
        expect(await world.rows(`select 1 from ${table}`)).toEqual([]);
    }));

  it('with data that does not fit leaves nothing, so that it can be sent again when the rule is mended', () =>
    withDrill({}, async (world) => {
      await world.open('open');
      for (const name of ['new', 'open']) {
        const bad = {
          ...opening(name, { size: -1 }),
          ...(name === 'open' && { event: { type: 'MEASURED', data: { size: -1 } } }),
          messageId: event(name, 'X', { message: name }).messageId,
          actor: SYSTEM,
          cause: { rule },
        };
        const { type } = bad.event;
        expect(refusalOf(await world.engine.advance(bad)).code).toBe('EVENT_DATA_INVALID');
        expect(
          await world.engine.advance({
            ...bad,
            event: { type, data: name === 'new' ? { size: 1, answerable: true } : { size: 1 } },
          }),
        ).toMatchObject({ kind: 'accepted' });
      }
      expect(await world.rows(`select 1 from log where kind = 'refused'`)).toEqual([]);
    }));

  it('and the procedure lawfully refuses is kept, opened or not', () =>
    withDrill({}, async (world) => {
      await world.open('open');
      const opened = await world.send('open', 'MEASURED', { data: { size: 1_000 }, by: SYSTEM, cause: { rule } });
      const unopened = await world.engine.advance({
        ...opening('new', { size: 1_000, answerable: true }),
        actor: SYSTEM,
        cause: { rule },
      });

      expect([refusalOf(opened).code, refusalOf(unopened).code]).toEqual(['RULE_NOT_MET', 'RULE_NOT_MET']);
      expect(await world.rows(`select 1 from log where kind = 'refused'`)).toHaveLength(1);
      expect(await world.rows('select 1 from stray_refusal')).toHaveLength(1);
    }));
});
