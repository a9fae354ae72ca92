import type { Envelope } from '@zhiheng/contracts';
import { instanceId, legalDateOf, messageId } from '@zhiheng/kernel';
import type { Instant, JsonObject, LegalDate } from '@zhiheng/kernel';
import { applyEvent, unopened } from '../advance/apply-event.js';
import type { Live } from '../advance/apply-event.js';
import { FrameCache } from '../frames/legal-frame.js';
import { createRegistry } from '../registry/registry.js';
import { DRILL_JURISDICTION, drill, drillFrames } from '../testing/drill.js';
import { explain } from './explain.js';
import type { ExplainedEvent, Explanation } from './explain.js';

const AT = '2026-03-02T02:00:00.000Z' as Instant;
const workflow = createRegistry([drill]).current('drill')!;
const frames = drillFrames();
const frameOn = (on: LegalDate) => frames.on({ keys: workflow.policyKeys, jurisdiction: DRILL_JURISDICTION, on });
const cache = new FrameCache();

/** The procedure after these events, each on its day. */
function after(...events: readonly (readonly [string, JsonObject?, string?])[]): Live {
  let live: Live | undefined;
  for (const [type, data = {}, on = '2026-03-02'] of events) {
    const envelope: Envelope = {
      messageId: messageId('explain', type),
      instanceId: instanceId('drill', 'a'),
      workflow: 'drill',
      event: { type, data },
      on: on as LegalDate,
      actor: { id: 'i', roles: ['inspector', 'head'] },
      opening: { jurisdiction: DRILL_JURISDICTION, subject: { kind: 'enterprise', id: 'a', name: '企业' } },
    };
    const frame = frameOn(envelope.on);
    cache.add(frame);
    const step = applyEvent(
      live ?? unopened(envelope, workflow, AT),
      envelope,
      { frame, frames: cache },
      `${on}T02:00:00.000Z` as Instant,
    )!;
    expect(step.outcome.kind).toBe('accepted');
    live = step.live;
  }
  return live!;
}

const explained = (live: Live, at = AT): Explanation =>
  explain(live, { frames: cache, frame: frameOn(legalDateOf(at)), at, actor: { id: 'reader', roles: [] } });
const eventOf = ({ events }: Explanation, type: string): ExplainedEvent | undefined =>
  events.find((each) => each.type === type);
const opened = ['OPENED', { size: 1, answerable: true }] as const;

describe('what may happen next', () => {
  it('is permitted without a condition, with its title, who may send it and the form to fill in', () => {
    expect(eventOf(explained(after(opened)), 'NOTED')).toEqual({
      type: 'NOTED',
      title: { zh: '记录', en: 'Noted' },
      sentBy: ['inspector', 'system'],
      forYou: false,
      permitted: 'yes',
      whyNot: [],
      form: {
        type: 'object',
        additionalProperties: false,
        required: ['text'],
        properties: { text: { title: '内容', type: 'string', minLength: 1, maxLength: 20_000 } },
      },
    });
  });

  it('is not permitted where the rule does not hold, and names the rule', () => {
    expect(eventOf(explained(after(opened)), 'REPEATED')).toMatchObject({
      permitted: 'no',
      whyNot: [{ rule: 'neverHolds', title: { zh: '从不成立' } }],
    });
  });

  it('depends on what the event brings where the rule asks for that', () => {
    expect(eventOf(explained(after(opened)), 'MEASURED')).toMatchObject({ permitted: 'depends', whyNot: [] });
  });

  it('leaves out events that have no place here, and lapses: no person sends them', () => {
    const { state, situation, events } = explained(after(opened));
    expect({ state, situation: situation.map(({ zh }) => zh) }).toEqual({ state: 'waiting', situation: ['演练', '等待'] });
    expect(events.map(({ type }) => type)).not.toContain('OPENED');
    expect(events.filter(({ type }) => type.endsWith('_LAPSED'))).toEqual([]);
  });

  it('is nothing when the procedure is closed', () => {
    expect(explained(after(opened, ['WAIVED'], ['CLOSED']))).toMatchObject({
      state: 'closed',
      done: true,
      events: [],
      clocks: [],
    });
  });
});

describe('a clock', () => {
  it('explains itself in both languages with the day, the article and the words of the rule', () => {
    const [clock] = explained(after(opened)).clocks;
    expect(clock).toMatchObject({
      name: 'answerDue',
      title: { zh: '答复期限' },
      state: 'running',
      dueOn: '2026-03-16',
      dueAt: '2026-03-16T16:00:00.000Z',
      provisional: false,
      article: '演练办法 第一条',
      ruleText: '应当按期答复。',
    });
    expect(clock?.sentence.zh).toMatch(/自2026-03-02（启动）起10个工作日.*2026-03-16.*演练办法第一条/);
    expect(clock?.sentence.en).toMatch(/10 working days from 2026-03-02.*2026-03-16/);
  });

  it('says since when it is stopped, and for how long it was extended', () => {
    const [clock] = explained(after(opened, ['EXTENDED'], ['HELD_UP', {}, '2026-03-04'])).clocks;
    expect(clock).toMatchObject({ state: 'suspended', dueOn: '2026-03-23' });
    expect(clock?.sentence.zh).toMatch(/自2026-03-04起.*停止计算.*延长5个工作日/);
  });

  it('that was stopped is not shown', () => {
    expect(explained(after(opened, ['WAIVED'])).clocks).toEqual([]);
  });
});
