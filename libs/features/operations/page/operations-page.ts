import { createHash } from 'node:crypto';
import type { Bilingual } from '@zhiheng/kernel';
import type { ReadFigure } from '@zhiheng/metrics';
import type { OperationsView } from './read-operations.js';

const STYLE = `
body { font: 15px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; margin: 1.5rem auto; max-width: 70rem; padding: 0 1rem; color: #1c1e21; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .45rem .6rem; border-bottom: 1px solid #d8dbe0; }
td.value { white-space: nowrap; font-variant-numeric: tabular-nums; font-weight: 600; }
small { color: #5a6068; display: block; } .look { background: #fff3cd; } .unknown { background: #eceef1; }
@media (prefers-color-scheme: dark) { body { background: #16181b; color: #e6e8eb; } th, td { border-color: #3a3f46; } small { color: #a2a9b3; } .look { background: #4a3b00; } .unknown { background: #2a2e33; } a { color: #8ab4f8; } }
`;
const STATES: Readonly<Record<ReadFigure['state'], Bilingual>> = {
  normal: { zh: '正常', en: 'normal' },
  look: { zh: '请处理', en: 'look at it' },
  unknown: { zh: '未知', en: 'unknown' },
};
const RELOAD_SECONDS = 10;

/** The page runs no script and loads nothing: only its own style may apply. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page of the operators: the figures as they stand, what each means, and what to do. */
export function operationsPage({ now, process, figures, queues }: OperationsView): string {
  const looked = figures.filter(({ state }) => state !== 'normal').length;
  return `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="${RELOAD_SECONDS}">
<title>质衡运行状况 Zhiheng operations</title>
<style>${STYLE}</style>
<h1>质衡运行状况 <small>Zhiheng operations</small></h1>
<p>${looked === 0 ? '各项正常。 All is normal.' : `${looked} 项需要关注。 ${looked} to look at.`}
<small>${escaped(now)} · ${escaped(process)} · 每 ${RELOAD_SECONDS} 秒刷新 read anew every ${RELOAD_SECONDS} s · <a href="">刷新 Reload</a> · <a href="/admin/queues">队列 Queues</a></small></p>
${table(
  '全系统',
  'The whole system',
  figures.filter((figure) => figure.of === 'system'),
)}
<h2>队列 <small>Queues</small></h2>
<table><tr><th>服务<small>Service</small><th>等待<small>Waiting</small><th>处理中<small>Active</small><th>推迟<small>Delayed</small><th>失败<small>Failed</small></tr>
${queues.map(({ context, ...counts }) => `<tr><th>${escaped(context)}${['waiting', 'active', 'delayed', 'failed'].map((state) => `<td class="value">${escaped(String(counts.jobs[state] ?? '—'))}`).join('')}</tr>`).join('\n')}
</table>
${table(
  `本进程 ${process}`,
  'This process; each process has figures of its own',
  figures.filter((figure) => figure.of === 'process'),
)}
</html>
`;
}

function table(zh: string, en: string, figures: readonly ReadFigure[]): string {
  return `<h2>${escaped(zh)} <small>${escaped(en)}</small></h2>
<table><tr><th>指标<small>Figure</small><th>现值<small>Now</small><th>状态<small>State</small><th>含义<small>Means</small><th>如何处理<small>What to do</small></tr>
${figures.map(row).join('\n')}
</table>`;
}

function row(figure: ReadFigure): string {
  const { state, title, means, todo, normalUpTo } = figure;
  const limit = normalUpTo === undefined ? '' : `<small>≤ ${valueText(figure, normalUpTo)}</small>`;
  return `<tr class="${state}"><th>${both(title)}<td class="value">${valueText(figure, figure.value)}${limit}<td>${both(STATES[state])}<td>${both(means)}<td>${both(todo)}</tr>`;
}

function valueText({ unit }: ReadFigure, value: number | undefined): string {
  if (value === undefined) return '—';
  const rounded = value >= 100 || Number.isInteger(value) ? Math.round(value).toLocaleString('en-US') : value.toPrecision(2);
  return unit === 'seconds' ? `${rounded} 秒 s` : rounded;
}

function both({ zh, en }: Bilingual): string {
  return `${escaped(zh)}<small>${escaped(en)}</small>`;
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
