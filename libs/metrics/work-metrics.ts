import type { StoreTurn } from '@zhiheng/engine';
import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';

/** An announcement that was handled: how long after its commit (seconds), and how long after it the relay had sent it. */
export type HandledAnnouncement = { readonly context: string; readonly lagSeconds: number; readonly relayLagSeconds?: number };

export type MeteredWork = {
  onStoreTurn(listener: (turn: StoreTurn) => void): void;
  onHandled(listener: (handled: HandledAnnouncement) => void): void;
  waitingEvents(): number;
};

const LAGS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800];

/** What the engine does at its store, and what announcements wait for on their way. */
export function registerWork(registry: Registry, work: MeteredWork): void {
  registerStore(registry, work);
  registerLags(registry, work);
  const waiting: Gauge = new Gauge({
    name: 'zhiheng_events_waiting',
    help: 'Events sent from outside that wait for their outcome in this process',
    registers: [registry],
    collect: () => waiting.set(work.waitingEvents()),
  });
}

function registerStore(registry: Registry, { onStoreTurn }: MeteredWork): void {
  const registers = [registry];
  const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30];
  const commit = new Histogram({
    name: 'zhiheng_commit_duration_seconds',
    help: 'Duration of one commit of the engine',
    buckets,
    registers,
  });
  const load = new Histogram({
    name: 'zhiheng_load_duration_seconds',
    help: 'Duration of one read of the engine',
    buckets,
    registers,
  });
  const fenced = new Counter({
    name: 'zhiheng_commit_fenced_total',
    help: 'Procedures decided again because another process had moved them',
    registers,
  });
  const loaded = new Counter({
    name: 'zhiheng_procedures_loaded_total',
    help: 'Procedures read because they were not in memory',
    registers,
  });
  const faults = new Counter({
    name: 'zhiheng_store_faults_total',
    help: 'Faults of the database at reads and commits, by code',
    labelNames: ['code'],
    registers,
  });
  onStoreTurn((turn) => {
    switch (turn.kind) {
      case 'commit':
        commit.observe(turn.seconds);
        fenced.inc(turn.fenced);
        return;
      case 'load':
        load.observe(turn.seconds);
        loaded.inc(turn.procedures);
        return;
      case 'fault':
        // Codes of ours are few; anything else is one series.
        faults.inc({ code: /^STORE_[A-Z]+$/.test(turn.code) ? turn.code : 'other' });
    }
  });
}

function registerLags(registry: Registry, { onHandled }: MeteredWork): void {
  const of = (name: string, help: string): Histogram<'context'> =>
    new Histogram({ name, help, labelNames: ['context'], buckets: LAGS, registers: [registry] });
  const handled = of(
    'zhiheng_announcement_lag_seconds',
    'From the commit of an announcement until its consumer has handled it',
  );
  const sent = of('zhiheng_relay_lag_seconds', 'From the commit of an announcement until a relay has sent it');
  onHandled(({ context, lagSeconds, relayLagSeconds }) => {
    handled.observe({ context }, Math.max(0, lagSeconds));
    if (relayLagSeconds !== undefined) sent.observe({ context }, Math.max(0, relayLagSeconds));
  });
}
