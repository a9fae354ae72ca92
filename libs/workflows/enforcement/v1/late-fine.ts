import type { AnyEvent } from '@zhiheng/workflow-kit';
import { keys } from './policies.js';

/** Legal dates, YYYY-MM-DD; without an end the stretch still runs. */
type Stretch = { readonly from: string; readonly to?: string };

/**
 * The highest late fine 加处罚款 in yuan that may be added by the event's date: a share of the fine for each day late, never more
 * than the fine (处罚程序规定 第七十五条). Days of review and litigation do not count (行政处罚法 第七十三条第三款).
 */
export function lateFineLimit(given: {
  readonly fine: number;
  readonly dueOn: string;
  readonly remedy?: Stretch;
  readonly event: AnyEvent;
}): number {
  const { fine, dueOn, remedy, event } = given;
  const late = daysBetween(dueOn, event.on);
  const excluded = remedy === undefined ? 0 : daysBetween(max(remedy.from, dueOn), min(remedy.to ?? event.on, event.on));
  const rate = event.policy[keys.lateFineRate] as number;
  const cap = event.policy[keys.lateFineCap] as number;
  return Math.min(fine * cap, fine * rate * (late - excluded));
}

const MS_PER_DAY = 86_400_000;
const daysBetween = (from: string, to: string): number => Math.max(0, (Date.parse(to) - Date.parse(from)) / MS_PER_DAY);
const max = (a: string, b: string): string => (a > b ? a : b);
const min = (a: string, b: string): string => (a < b ? a : b);
