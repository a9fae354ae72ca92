import { SYSTEM } from '@zhiheng/contracts';
import type { Envelope } from '@zhiheng/contracts';
import { instanceId, messageId } from '@zhiheng/kernel';
import type { Instant, JsonObject, LegalDate } from '@zhiheng/kernel';
import { begin, carry, defineUpgrade, defineWorkflow, factOf, restart, startOf } from '@zhiheng/workflow-kit';
import type { Upgrade, UpgradeSource, Workflow } from '@zhiheng/workflow-kit';
import { applyEvent, unopened } from '../advance/apply-event.js';
import type { Live, Step } from '../advance/apply-event.js';
import { applyMessage, keysAskedBy } from '../advance/apply-message.js';
import { FrameCache } from '../frames/legal-frame.js';
import { createRegistry } from '../registry/registry.js';
import { stateName } from '../state.js';
import { DRILL_JURISDICTION, drill, drillFrames } from '../testing/drill.js';
import { upgradeEnvelope } from './upgrade-envelope.js';

const AT = '2026-03-16T02:00:00.000Z' as Instant;
const ON = '2026-03-16' as LegalDate;
const OPENED_ON = '2026-03-02' as LegalDate;
const id = instanceId('drill', 'one');
const inspector = { id: 'i-1', roles: ['inspector'] as const };

const again: Workflow['clocks'] = {
  answerDue: drill.clocks['answerDue']!,
  secondDue: { title: { zh: '再次答复', en: 'Second answer' }, term: 'drill.answer' },
};
const v2 = defineWorkflow({ ...drill, version: 2, policies: drill.policyKeys, table: drill.table });
/** As version 2, with a clock more. */
const v2WithClock = defineWorkflow({
  ...drill,
  version: 2,
  clocks: again,
  policies: drill.policyKeys,
  table: {
    ...drill.table,
    states: {
      ...drill.table.states,
      waiting: {
        ...drill.table.states!['waiting']!,
        meta: { zh: '等待', en: 'Waiting', basis: '演练办法', clocks: ['secondDue'] },
        entry: { type: 'startClock', params: { clock: 'secondDue' } },
        on: { ...drill.table.states!['waiting']!.on, SECOND_DUE_LAPSED: {} },
      },
    },
  },
});

const plain: UpgradeSource<JsonObject> = {
  workflow: 'drill',
  from: 1,
  to: 2,
  title: { zh: '改行新办法', en: 'New measures' },
  basis: '演练办法 第九条',
  states: {},
  clocks: { answerDue: carry() },
  newClocks: {},
  blocks: {},
};

const DATA: Readonly<Record<string, JsonObject>> = { NOTED: { text: '不是日期' } };

type Play = {
  readonly upgrade?: Partial<UpgradeSource<JsonObject>>;
  readonly target?: Workflow;
  readonly events?: readonly string[];
};

/** Opens a drill on 2 March, lets it take events on the 4th, and upgrades it on the 16th under a law that gives 20 days instead of 10. */
function upgraded({ upgrade = {}, target = v2, events = [] }: Play): {
  readonly before: Live;
  readonly step: Step | undefined;
} {
  const registry = createRegistry([drill, target], [defineUpgrade<JsonObject>({ ...plain, ...upgrade })]);
  const laws = drillFrames({ '2026-01-01': { days: 10 }, '2026-03-10': { days: 20 } });
  const frames = new FrameCache();
  const workflow = registry.pinned('drill', 1);
  const subject = { kind: 'enterprise', id: 'one', name: '企业' };
  let live: Live | undefined;
  const deliver = (type: string, on: LegalDate, data: JsonObject = {}): void => {
    const message: Envelope = {
      messageId: messageId('drill', type),
      instanceId: id,
      workflow: 'drill',
      event: { type, data },
      on,
      actor: inspector,
      opening: { jurisdiction: DRILL_JURISDICTION, subject },
    };
    const at = `${on}T02:00:00.000Z` as Instant;
    live ??= unopened(message, workflow, at);
    const frame = laws.on({ keys: workflow.policyKeys, jurisdiction: DRILL_JURISDICTION, on });
    frames.add(frame);
    const step = applyEvent(live, message, { frame, frames }, at)!;
    expect(step.outcome).toMatchObject({ kind: 'accepted' });
    live = step.live;
  };
  deliver('OPENED', OPENED_ON, { size: 3, answerable: true });
  for (const type of events) deliver(type, '2026-03-04' as LegalDate, DATA[type]);
  const before = live!;
  const compiled = registry.upgrades()[0]!;
  const envelope = upgradeEnvelope({
    instanceId: id,
    upgrade: compiled,
    expectedSeq: before.seq,
    on: ON,
    actor: SYSTEM,
    heldBackBy: [],
  });
  const frame = laws.on({ keys: keysAskedBy(before.workflow, envelope), jurisdiction: DRILL_JURISDICTION, on: ON });
  frames.add(frame);
  return { before, step: applyMessage(before, envelope, { frame, frames }, AT) };
}

const refusalOf = (play: Play) => {
  const { before, step } = upgraded(play);
  expect(step?.live).toMatchObject({ workflow: { version: 1 }, clocks: before.clocks, seq: before.seq + 1 });
  expect(step?.entry).toMatchObject({ kind: 'refused', version: 1, from: step?.entry.to });
  return step?.entry.refusal;
};

describe('the upgrade of one procedure', () => {
  it('lets a clock run on from its facts under the law to which it is pinned', () => {
    const { before, step } = upgraded({ events: ['HELD_UP'] });
    expect(step!.live.workflow.version).toBe(2);
    expect(step!.live.clocks['answerDue']).toBe(before.clocks['answerDue']);
    expect(step!.entry).not.toHaveProperty('clocks');
  });

  it('starts a clock anew from a fact of the procedure, under the law of the day of the upgrade', () => {
    const { before, step } = upgraded({ upgrade: { clocks: { answerDue: restart(factOf('OPENED', 'opened.on')) } } });
    expect(before.clocks['answerDue']).toMatchObject({ generation: 1, dueOn: '2026-03-16' });
    expect(step!.live.clocks['answerDue']).toMatchObject({
      generation: 2,
      state: 'running',
      frame: step!.entry.frame,
      trigger: 'OPENED',
      startedOn: OPENED_ON,
      startedAt: '2026-03-01T16:00:00.000Z',
      dueOn: '2026-03-30',
    });
  });

  it('keeps the stops of a clock that starts anew from its own start, for the reasons that the rule knows', () => {
    const restarted = { clocks: { answerDue: restart(startOf('answerDue')) } };
    const open = upgraded({ upgrade: restarted, events: ['HELD_UP'] }).step!.live.clocks['answerDue'];
    expect(open).toMatchObject({
      state: 'suspended',
      stops: [{ reason: 'testing', from: '2026-03-04' }],
      startedAt: '2026-03-02T02:00:00.000Z',
    });
    const ended = upgraded({ upgrade: restarted, events: ['HELD_UP', 'WENT_ON'] }).step!.live.clocks['answerDue'];
    expect(ended).toMatchObject({ state: 'running', stops: [{ from: '2026-03-04', to: '2026-03-04' }], dueOn: '2026-03-30' });
  });

  it('leaves a clock alone that is over already', () => {
    const { before, step } = upgraded({
      upgrade: { clocks: { answerDue: restart(factOf('OPENED', 'opened.on')) } },
      events: ['WAIVED'],
    });
    expect(step!.live.clocks['answerDue']).toBe(before.clocks['answerDue']);
    expect(step!.entry.upgraded).toEqual({ from: 1, to: 2, clocks: [] });
  });

  it('starts a new clock where its state is, from the start of another one', () => {
    const newClocks = { secondDue: begin(['waiting'], startOf('answerDue')) };
    const { step } = upgraded({ target: v2WithClock, upgrade: { newClocks } });
    expect(step!.live.clocks['secondDue']).toMatchObject({
      generation: 1,
      state: 'running',
      startedOn: OPENED_ON,
      dueOn: '2026-03-30',
    });
    expect(step!.entry.upgraded!.clocks).toEqual([{ name: 'secondDue', how: 'begun' }]);
  });

  it('holds a procedure back that lacks the fact from which a clock is to run', () => {
    expect(refusalOf({ upgrade: { clocks: { answerDue: restart(factOf('MEASURED', 'measured.on')) } } })).toMatchObject({
      code: 'UPGRADE_BLOCKED',
      found: [{ block: 'answerDue', title: { zh: '缺少“答复期限”的起算事实（measured.on）' } }],
    });
  });

  it('names every block that holds, with its basis', () => {
    const blocks: UpgradeSource<JsonObject>['blocks'] = {
      large: {
        title: { zh: '规模大', en: 'large' },
        basis: '演练办法 第十条',
        holds: ({ context }) => (context as { opened: { size: number } }).opened.size > 2,
      },
      waiting: {
        title: { zh: '正在等待', en: 'waiting' },
        holds: ({ states, clocks }) => states.includes('waiting') && clocks['answerDue']?.state === 'running',
      },
      never: { title: { zh: '从不', en: 'never' }, holds: ({ on }) => on < OPENED_ON },
    };
    expect(refusalOf({ upgrade: { blocks } })).toEqual({
      code: 'UPGRADE_BLOCKED',
      message: { zh: '暂不升级到第2版：规模大（演练办法 第十条）；正在等待', en: 'Held back from version 2: large; waiting' },
      expected: 2,
      found: [
        { block: 'large', title: { zh: '规模大', en: 'large' }, basis: '演练办法 第十条' },
        { block: 'waiting', title: { zh: '正在等待', en: 'waiting' } },
      ],
    });
  });

  it.each<[string, Partial<UpgradeSource<JsonObject>>, RegExp]>([
    [
      'a question that throws',
      {
        blocks: {
          broken: {
            title: plain.title,
            holds: () => {
              throw new Error('the question is broken');
            },
          },
        },
      },
      /the question is broken/,
    ],
    ['a context that is no JSON', { context: () => ({ since: new Date(0) }) as unknown as JsonObject }, /not plain JSON/],
    ['a context with undefined in it', { context: () => ({ since: undefined }) as unknown as JsonObject }, /not plain JSON/],
    [
      'a fact that is no date',
      { clocks: { answerDue: restart(factOf('NOTED', 'notes.0.text')) } },
      /LEGAL_DATE_INVALID.*不是日期/,
    ],
  ])('refuses %s and leaves the procedure as it was', (_what, upgrade, reason) => {
    const found = refusalOf({ upgrade, events: ['NOTED'] });
    expect(found?.code).toBe('RULE_FAULT');
    expect(found?.message.en).toMatch(reason);
  });

  it('maps the context without touching the one before', () => {
    const context = (given: JsonObject): JsonObject => {
      (given as { opened: { size: number } }).opened.size = 7;
      return { ...given, kept: true };
    };
    const { before, step } = upgraded({ upgrade: { context } });
    expect(before.snapshot.context).toMatchObject({ opened: { size: 3 } });
    expect(step!.live.snapshot.context).toMatchObject({ opened: { size: 7 }, kept: true });
    expect(stateName(step!.live.snapshot.value as string)).toBe('waiting');
  });

  it('is refused for a closed procedure, and stale for one in another version', () => {
    expect(refusalOf({ events: ['CLOSED'] })).toMatchObject({ code: 'INSTANCE_CLOSED' });
    const { step } = upgraded({});
    const registry = createRegistry([drill, v2], [defineUpgrade<JsonObject>(plain)]);
    const request = { instanceId: id, upgrade: registry.upgrades()[0]!, expectedSeq: 2, on: ON, actor: SYSTEM, heldBackBy: [] };
    const law = { frame: {} as never, frames: new FrameCache() };
    expect(applyMessage(step!.live, upgradeEnvelope(request), law, AT)).toBeUndefined();
  });

  it('knows no such event from outside', () => {
    const { before } = upgraded({});
    const message: Envelope = {
      messageId: messageId('drill', 'x'),
      instanceId: id,
      workflow: 'drill',
      event: { type: 'VERSION_UPGRADED', data: { from: 1, to: 2 } },
      on: ON,
      actor: { id: 'a', roles: ['administrator'] },
    };
    const frames = new FrameCache();
    const frame = drillFrames().on({ keys: keysAskedBy(before.workflow, message), jurisdiction: DRILL_JURISDICTION, on: ON });
    expect(applyMessage(before, message, { frame, frames }, AT)?.outcome).toMatchObject({ refusal: { code: 'EVENT_UNKNOWN' } });
  });
});

describe('the registry', () => {
  it('opens procedures in the newest version and keeps the others for those that run', () => {
    const registry = createRegistry([v2, drill], [defineUpgrade<JsonObject>(plain)]);
    expect(registry.current('drill')).toBe(registry.pinned('drill', 2));
    expect(registry.pinned('drill', 1).upgrades.get(2)?.target).toBe(registry.pinned('drill', 2));
    expect(() => registry.pinned('drill', 3)).toThrow(
      expect.objectContaining({ code: 'WORKFLOW_VERSION_UNKNOWN', retry: 'later' }),
    );
  });

  it.each<[string, readonly Workflow[], readonly Upgrade[], readonly string[]]>([
    [
      'a faulty upgrade',
      [drill, v2],
      [defineUpgrade<JsonObject>({ ...plain, clocks: {} })],
      [
        'upgrade of drill from v1 to v2: clocks: "answerDue" is not accounted for: carry, rename, drop or restart it',
        'upgrade of drill from v1 to v2: newClocks: "answerDue" is not accounted for: begin it, or say why it begins later',
      ],
    ],
    [
      'an upgrade without its versions',
      [drill],
      [defineUpgrade<JsonObject>(plain)],
      ['upgrade of drill from v1 to v2: expected both versions among drill@1'],
    ],
    [
      'what is defined twice',
      [drill, drill, v2],
      [defineUpgrade<JsonObject>(plain), defineUpgrade<JsonObject>(plain)],
      ['upgrade of drill from v1 to v2: defined twice', 'drill@1: defined twice'],
    ],
    [
      'the reserved event',
      [{ ...drill, events: { ...drill.events, VERSION_UPGRADED: drill.events['CLOSED']! } }],
      [],
      ['drill v1: drill: events "VERSION_UPGRADED" is never used', 'drill v1: drill: the event VERSION_UPGRADED is reserved'],
    ],
  ])('refuses %s', (_what, workflows, upgrades, found) => {
    expect(() => createRegistry(workflows, upgrades)).toThrow(expect.objectContaining({ code: 'WORKFLOW_INVALID', found }));
  });
});
