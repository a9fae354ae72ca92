import { Casting } from './casting.js';
import type { Behaviour, Choice } from './behaviour.js';
import { choose } from './choose.js';
import type { View } from './view.js';

const NOTHING_TRIED = new Set<string>();

const aView = (given: Partial<View> = {}): View => ({
  id: 'a',
  workflow: 'drill',
  jurisdiction: '442000',
  subject: { kind: 'enterprise', id: 'uscc:1', name: '某厂' },
  seq: 1,
  state: 'open',
  done: false,
  context: {},
  events: ['ANSWERED', 'REFUSED', 'LATE'].map((type) => ({ type, sentBy: ['party'], permitted: 'yes', form: {} })),
  clocks: [{ name: 'answerDue', state: 'running', dueOn: '2026-03-31', dueAt: '2026-03-31T16:00:00.000Z' }],
  ...given,
});

const aBehaviour = (states: Readonly<Record<string, readonly Choice[]>>, more: Partial<Behaviour> = {}): Behaviour => ({
  start: '2026-01-05',
  accounts: {},
  reads: 'auditor-1',
  administers: 'admin',
  imports: 'inspector-1',
  fields: {},
  states: { drill: states },
  scripts: [],
  mistakes: [],
  openings: [],
  ...more,
});

const MANY = Array.from({ length: 400 }, (_, index) => `procedure-${index}`);

describe('choosing what people do', () => {
  const behaviour = aBehaviour({ open: [{ do: 'ANSWERED', weight: 3, days: [1, 9] }, { do: 'REFUSED' }, { do: 'wait' }] });
  const actOf = (id: string, seed = 's') =>
    choose({ seed, behaviour }, { view: aView({ id }), today: '2026-03-02', tried: NOTHING_TRIED });

  it('depends on the seed and the procedure alone, in whatever order they are looked at', () => {
    const forwards = MANY.map((id) => actOf(id));
    const backwards = [...MANY].reverse().map((id) => actOf(id));

    expect(backwards.reverse()).toEqual(forwards);
    expect(MANY.map((id) => actOf(id, 'another'))).not.toEqual(forwards);
  });

  it('keeps to the weights', () => {
    const answered = MANY.filter((id) => actOf(id)?.choice.do === 'ANSWERED').length;

    expect(answered).toBeGreaterThan(200);
    expect(answered).toBeLessThan(280);
  });

  it('waits for the day that a choice names, and then for the office to open', () => {
    const waiting = aBehaviour({ open: [{ do: 'LATE', after: 'clocks.answerDue.dueOn', days: 4 }] });

    const act = choose({ seed: 's', behaviour: waiting }, { view: aView(), today: '2026-03-02', tried: NOTHING_TRIED });

    // 2026-04-04 is a Saturday.
    expect(act).toMatchObject({ choice: { do: 'LATE' }, on: '2026-04-06' });
  });

  it('leaves nothing to a clock where none runs', () => {
    const idle = aBehaviour({ open: [{ do: 'wait', weight: 1_000 }, { do: 'ANSWERED' }] });

    const act = choose(
      { seed: 's', behaviour: idle },
      { view: aView({ clocks: [] }), today: '2026-03-02', tried: NOTHING_TRIED },
    );

    expect(act?.choice.do).toBe('ANSWERED');
  });

  it('takes the earliest of what the regions of a parallel state want', () => {
    const parallel = aBehaviour({ left: [{ do: 'ANSWERED', days: 9 }], right: [{ do: 'REFUSED', days: 2 }] });

    const act = choose(
      { seed: 's', behaviour: parallel },
      { view: aView({ state: 'left|right' }), today: '2026-03-02', tried: NOTHING_TRIED },
    );

    expect(act).toMatchObject({ choice: { do: 'REFUSED' }, on: '2026-03-04' });
  });

  it('does not try again in the same state what was refused there', () => {
    const stubborn = aBehaviour({ open: [{ do: 'ANSWERED', weight: 1_000 }, { do: 'REFUSED' }] });

    const act = choose(
      { seed: 's', behaviour: stubborn },
      { view: aView(), today: '2026-03-02', tried: new Set(['ANSWERED']) },
    );

    expect(act?.choice.do).toBe('REFUSED');
  });
});

describe('casting', () => {
  const script = (name: string, surely: number, weight = 0) => ({ name, workflow: 'drill', surely, weight, states: {} });

  it('casts the rare parts first, each as often as it is owed', () => {
    const casting = new Casting('s', { scripts: [script('rare', 1), script('twice', 2)] });

    expect(MANY.slice(0, 5).map((id) => casting.partFor(aView({ id }))?.name)).toEqual([
      'rare',
      'twice',
      'twice',
      undefined,
      undefined,
    ]);
  });

  it('casts nobody for a part that does not fit', () => {
    const casting = new Casting('s', { scripts: [{ ...script('food', 1), when: { 'context.regime': ['food'] } }] });

    expect(casting.partFor(aView())).toBeUndefined();
    expect(casting.partFor(aView({ context: { regime: 'food' } }))?.name).toBe('food');
  });
});
