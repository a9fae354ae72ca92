import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Committed, StoreTurn } from '@zhiheng/engine';
import { parse } from 'yaml';
import { createProcessMetrics } from './process-metrics.js';
import { FIGURES } from './figures.js';
import { readFigures } from './read-figures.js';
import type { HandledAnnouncement } from './work-metrics.js';

const DOCS = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../docs/how-to');
const text = (file: string): string => readFileSync(path.join(DOCS, file), 'utf8');

/** A process at rest, and what tells its metrics that something happened. */
function aProcess({ database = async (): Promise<unknown> => ({ rows: [{}] }) } = {}) {
  const tell: {
    commit?: (committed: Committed) => void;
    turn?: (turn: StoreTurn) => void;
    handled?: (one: HandledAnnouncement) => void;
    late?: (ms: number) => void;
  } = {};
  const metrics = createProcessMetrics(
    {
      engine: { onCommit: (listener) => (tell.commit = listener) },
      sweeper: { onDelivered: (listener) => (tell.late = listener) },
      queues: { queue: () => ({ counts: async () => ({ waiting: 3, active: 1, delayed: 0, failed: 0 }) }) as never },
      pool: { query: database, totalCount: 2, idleCount: 1, waitingCount: 0 } as never,
      clock: { now: () => '2026-03-02T02:00:00.000Z' as never },
      contexts: ['inspection', 'recall'],
      waitingEvents: () => 7,
      onStoreTurn: (listener) => (tell.turn = listener),
      onHandled: (listener) => (tell.handled = listener),
    },
    { inHand: () => 4, onRefused: () => undefined },
  );
  return { metrics, tell };
}

const exported = (): ReadonlySet<string> =>
  new Set(
    aProcess()
      .metrics.registry.getMetricsAsArray()
      .map(({ name }) => name),
  );
const namesIn = (expression: string): readonly string[] =>
  [...expression.matchAll(/zhiheng_[a-z0-9_]+/g)].map(([name]) => name.replace(/_(bucket|sum|count)$/, ''));

describe('what operators are told to look at', () => {
  it('is exported: every metric of the alert rules, which are groups of named rules with a sentence each', () => {
    const { groups } = parse(text('examples/zhiheng-alerts.yml')) as {
      readonly groups: readonly {
        readonly rules: readonly { alert: string; expr: string; annotations: { summary: string } }[];
      }[];
    };
    const rules = groups.flatMap((group) => group.rules);
    expect(rules.length).toBeGreaterThan(10);
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    for (const { alert, expr, annotations } of rules) {
      expect({ alert, names: namesIn(expr).length }).not.toMatchObject({ names: 0 });
      for (const name of namesIn(expr))
        expect({ alert, name, exported: exported().has(name) }).toMatchObject({ exported: true });
      expect(annotations.summary).toMatch(/[一-龥].*[A-Za-z]/);
    }
  });

  it('is exported: every metric of the dashboard', () => {
    const { panels } = JSON.parse(text('examples/zhiheng-dashboard.json')) as {
      readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[];
    };
    const names = panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => namesIn(expr)));
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) expect({ name, exported: exported().has(name) }).toEqual({ name, exported: true });
  });

  it('is exported and explained: every metric of the how-to, and each of ours stands there', () => {
    const page = text('watch-the-system.md');
    for (const name of namesIn(page).filter((one) => one !== 'zhiheng_'))
      expect({ name, exported: exported().has(name) }).toEqual({ name, exported: true });
    const ours = [...exported()].filter((name) => !/^zhiheng_(nodejs|process)_/.test(name));
    for (const name of ours) expect({ name, explained: page.includes(name) }).toEqual({ name, explained: true });
  });

  it('keeps to the conventions of Prometheus, with labels of few values', () => {
    for (const metric of aProcess()
      .metrics.registry.getMetricsAsArray()
      .filter(({ name }) => !/^zhiheng_(nodejs|process)_/.test(name))) {
      const { name, type, labelNames } = metric as unknown as { name: string; type: string; labelNames: readonly string[] };
      expect(name).toMatch(type === 'counter' ? /^zhiheng_[a-z_]+_total$/ : /^zhiheng_[a-z_]+$/);
      for (const label of labelNames)
        expect(['code', 'context', 'state', 'reason', 'method', 'route', 'status']).toContain(label);
    }
  });
});

describe('the figures', () => {
  it('are each of an exported metric, in both languages, and read as they stand', async () => {
    const { metrics, tell } = aProcess({
      database: async () => ({
        rows: [
          {
            unsent: '5',
            unhandled: '6',
            oldest: '90.5',
            dead: '2',
            due: '0',
            armed: '9',
            pending: '1',
            hookage: null,
            given: '0',
            daily: null,
          },
        ],
      }),
    });
    tell.commit!({ events: 10, refusals: ['RULE_FAULT', 'RULE_FAULT'], outbox: 3, handedOver: [], instanceIds: [] });
    tell.commit!({ events: 20, refusals: [], outbox: 0, handedOver: [], instanceIds: [] });
    tell.turn!({ kind: 'commit', seconds: 0.25, procedures: 8, fenced: 3 });
    tell.turn!({ kind: 'fault', code: 'quoting 欧阳举报' });
    tell.handled!({ context: 'recall', lagSeconds: 8, relayLagSeconds: 2 });
    tell.late!(30_000);
    const figures = await readFigures(metrics.registry);
    expect(figures).toHaveLength(FIGURES.length);
    const of = (metric: string) => {
      const { value, state } = figures.find((figure) => figure.metric === metric)!;
      return [value, state];
    };
    expect(of('zhiheng_dead_letters_open')).toEqual([2, 'look']);
    expect(of('zhiheng_clocks_due')).toEqual([0, 'normal']);
    expect(of('zhiheng_outbox_oldest_seconds')).toEqual([90.5, 'look']);
    expect(of('zhiheng_queue_jobs')).toEqual([6, 'normal']);
    expect(of('zhiheng_events_accepted_total')).toEqual([28, 'normal']);
    expect(of('zhiheng_events_refused_total')).toEqual([2, 'normal']);
    expect(of('zhiheng_commit_batch_events')).toEqual([15, 'normal']);
    expect(of('zhiheng_commit_duration_seconds')).toEqual([0.25, 'look']);
    expect(of('zhiheng_commit_fenced_total')).toEqual([3, 'normal']);
    expect(of('zhiheng_announcement_lag_seconds')).toEqual([8, 'look']);
    expect(of('zhiheng_clock_lateness_seconds')).toEqual([30, 'look']);
    expect(of('zhiheng_events_waiting')).toEqual([7, 'normal']);
    expect(of('zhiheng_requests_in_hand')).toEqual([4, 'normal']);
    for (const { title, means, todo } of figures)
      for (const { zh, en } of [title, means, todo]) expect([/[一-龥]/.test(zh), /[A-Za-z]/.test(en)]).toEqual([true, true]);
    expect(await metrics.registry.metrics()).not.toContain('欧阳');
  });

  it('are unknown, not zero, while the database does not answer; those of the process stay', async () => {
    const { metrics } = aProcess({ database: async () => Promise.reject(new Error('away')) });
    const figures = await readFigures(metrics.registry);
    expect(figures.find(({ metric }) => metric === 'zhiheng_dead_letters_open')).toMatchObject({
      value: undefined,
      state: 'unknown',
    });
    expect(figures.find(({ metric }) => metric === 'zhiheng_requests_in_hand')).toMatchObject({ value: 4, state: 'normal' });
  });
});
