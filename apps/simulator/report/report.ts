import type { Played } from '../year/play-year.js';
import type { Tally } from '../year/tally.js';
import { missing } from './final-states.js';
import type { Proof } from './prove.js';
import type { Outcome } from './read-outcome.js';

export type Report = {
  readonly seed: string;
  readonly played: Played;
  readonly wallSeconds: number;
  readonly eventsPerSecond: number;
  readonly requestsPerSecond: number;
  readonly requests: number;
  readonly tally: Tally;
  readonly outcome: Outcome;
  readonly unreached: readonly string[];
  readonly chain?: Proof;
  readonly replay?: Proof;
  readonly logHash?: string;
};

export function makeReport(given: {
  readonly seed: string;
  readonly played: Played;
  readonly wallMs: number;
  readonly requests: number;
  readonly tally: Tally;
  readonly outcome: Outcome;
  readonly chain?: Proof | undefined;
  readonly replay?: Proof | undefined;
}): Report {
  const { seed, played, wallMs, requests, tally, outcome, chain, replay } = given;
  const perSecond = (count: number): number => Math.round((count / wallMs) * 10_000) / 10;
  return {
    seed,
    played,
    wallSeconds: Math.round(wallMs / 100) / 10,
    eventsPerSecond: perSecond(outcome.entries),
    requestsPerSecond: perSecond(requests),
    requests,
    tally,
    outcome,
    unreached: missing(outcome.reached),
    ...(chain && { chain }),
    ...(replay && { replay }),
    ...(chain?.root !== undefined && { logHash: chain.root }),
  };
}

/** Whether the year shows what a demonstration must: every end, no dead letter, logs that hold. */
export function holds({ unreached, played, chain, replay }: Report): boolean {
  return unreached.length === 0 && played.deadLetters === 0 && (chain?.faults ?? 0) === 0 && (replay?.faults ?? 0) === 0;
}

export function printable({ outcome, tally, ...report }: Report): object {
  const { heads: _heads, reached, ...out } = outcome;
  return {
    ...report,
    tally,
    outcome: { ...out, reached: Object.fromEntries(Object.entries(reached).map(([name, set]) => [name, [...set].sort()])) },
  };
}

export function words(report: Report): string {
  const { outcome, tally, played, chain, replay } = report;
  const table = (title: string, counts: Readonly<Record<string, number>>, most = 60): readonly string[] => {
    const rows = Object.entries(counts).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    return [
      '',
      title,
      ...rows.slice(0, most).map(([name, count]) => `  ${String(count).padStart(6)}  ${name}`),
      ...(rows.length > most ? [`          … ${rows.length - most}`] : []),
    ];
  };
  return [
    ...Object.entries(outcome.states)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([workflow, states]) => table(`${workflow}`, states, 20)),
    ...table('到期的期限 Clocks that lapsed', outcome.lapsed),
    ...table('生效的规则 Rules that fired', outcome.rules),
    ...table('记录中的拒绝 Refusals on the log', outcome.refusals),
    ...table('角色安排 Parts played', tally.parts),
    ...(Object.keys(tally.unexpected).length === 0
      ? []
      : table('意外的拒绝 Refusals that were not meant', tally.unexpected, 15)),
    '',
    `程序 procedures ${outcome.procedures}，记录 entries ${outcome.entries}，导入 imported ${tally.imported}，隔离 quarantined ${tally.quarantined}`,
    `事件 events: 发送 sent ${tally.sent}，受理 accepted ${tally.accepted}，自行启动 opened ${tally.opened}`,
    `模拟 simulated ${played.simulatedDays} 天 days 至 to ${played.lastDay}，用时 wall ${report.wallSeconds} s`,
    `吞吐 throughput ${report.eventsPerSecond} 记录 entries/s，${report.requestsPerSecond} 请求 requests/s（${report.requests}）`,
    `死信 dead letters ${played.deadLetters}`,
    ...(chain === undefined ? [] : [`校验链 verify-chain: ${chain.entries} 记录 entries，差错 faults ${chain.faults}`]),
    ...(replay === undefined ? [] : [`重演 replay: ${replay.entries} 记录 entries，差错 faults ${replay.faults}`]),
    ...(report.logHash === undefined ? [] : [`总散列 log hash ${report.logHash}`]),
    report.unreached.length === 0
      ? '✓ 全部流程到达全部终态 Every final state of every workflow was reached'
      : `✗ 未到达的终态 Final states not reached:\n${report.unreached.map((one) => `    ${one}`).join('\n')}`,
  ].join('\n');
}
