import type { ReadFigure } from '@zhiheng/metrics';
import { PAGE_POLICY, operationsPage } from './operations-page.js';

const figure = (more: Partial<ReadFigure> = {}): ReadFigure => ({
  metric: 'zhiheng_dead_letters_open',
  reading: 'greatest',
  of: 'system',
  unit: 'count',
  normalUpTo: 0,
  title: { zh: '死信', en: 'Dead letters' },
  means: { zh: '无法处理的消息。', en: 'Messages that could not be handled.' },
  todo: { zh: '逐条查看。', en: 'Read them one by one.' },
  value: 3,
  state: 'look',
  ...more,
});
const page = (figures: readonly ReadFigure[], process = 'gateway-1'): string =>
  operationsPage({
    now: '2026-03-02T02:00:00.000Z' as never,
    process,
    figures,
    queues: [{ context: 'recall', jobs: { waiting: 4 } }],
  });

describe('the page of the operators', () => {
  it('says of each figure what it is, what it means and what to do, Chinese first', () => {
    const html = page([figure()]);
    expect(html).toMatch(
      /死信<small>Dead letters.*>3<small>≤ 0<.*请处理<small>look at it.*无法处理的消息。<small>.*逐条查看。<small>/s,
    );
    expect(html).toContain('1 项需要关注。 1 to look at.');
    expect(html).toMatch(/recall<td class="value">4/);
    expect(page([figure({ value: 0, state: 'normal' })])).toContain('各项正常。 All is normal.');
    expect(page([figure({ value: undefined, state: 'unknown' })])).toMatch(/>—<.*未知<small>unknown/s);
    expect(page([figure({ unit: 'seconds', value: 90.52, of: 'process' })])).toContain('91 秒 s');
  });

  it('escapes what it did not write, runs no script and loads nothing', () => {
    const html = page([figure({ title: { zh: '<img src=x onerror=alert(1)>', en: '"&\'' } })], '<script>alert(1)</script>');
    expect(html).not.toMatch(/<script|<img|onerror=alert\(1\)>/);
    expect(html).toContain('&#60;script&#62;');
    expect(html).not.toMatch(/<[^>]* (style|src|on[a-z]+)=/);
    expect(PAGE_POLICY).toMatch(/^default-src 'none'; style-src 'sha256-[^']+';/);
    expect(PAGE_POLICY).not.toContain('unsafe');
  });
});
