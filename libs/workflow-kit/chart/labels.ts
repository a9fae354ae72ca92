import type { Workflow } from '../workflow.js';
import type { ChartEdge } from './chart.js';

const SHORT = 18;

/** What stands on the arrow of an edge, in Chinese. */
export function labelOf(workflow: Workflow, { on, guard, choice }: ChartEdge): string {
  const condition = guard === undefined ? '' : clean(workflow.rules[guard]!.title.zh);
  const asked =
    choice && condition !== '' ? `［${condition.length > SHORT ? `${condition.slice(0, SHORT - 1)}…` : condition}］` : '';
  if (on === 'always') return asked === '' ? '其他' : asked;
  if (on === 'done') return '各项均已结束';
  const lapsed = workflow.lapses[on];
  const title = lapsed === undefined ? workflow.events[on]!.title.zh : `⏰ ${workflow.clocks[lapsed]!.title.zh}届满`;
  return `${clean(title)}${asked}`;
}

/** Text without the characters that end a label or a line in Mermaid. */
export function clean(text: string): string {
  return text.replaceAll(/[;；]/g, '，').replaceAll(/[:：]/g, ' ').replaceAll('"', '').replaceAll('#', '');
}
