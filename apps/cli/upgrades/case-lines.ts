import type { ClockChange } from '@zhiheng/engine';
import type { Reported, UpgradeSummary } from './summary.js';

const RESULTS: Readonly<Record<Reported['result'], string>> = {
  'would-upgrade': '将升级 would upgrade',
  upgraded: '已升级 upgraded',
  'already-upgraded': '已由他处升级 upgraded elsewhere',
  'held-back': '保留 held back',
  failed: '失败 failed',
  closed: '已办结 closed meanwhile',
  overtaken: '多次被抢先，请再运行 overtaken, run again',
};

/** One procedure as a person reads it: its state, its clocks, and what holds it back. */
export function caseLines({ instanceId, subject, result, version, state, clocks, reasons }: Reported): readonly string[] {
  const { before, after } = state;
  const moved =
    after === undefined || after.name === before.name
      ? `${before.title.zh} ${before.title.en} [${before.name}]`
      : `${before.title.zh} → ${after.title.zh} / ${before.title.en} → ${after.title.en} [${before.name} → ${after.name}]`;
  return [
    `${instanceId}\t${RESULTS[result]}\tv${version.from} → v${version.to}\t${subject.name}`,
    `  环节 state: ${moved}`,
    ...clocks.map((clock) => `  期限 clock: ${clockLine(clock)}`),
    ...reasons.map(
      ({ block, title, basis }) =>
        `  事由 reason [${block}]: ${title.zh}${basis === undefined ? '' : `（${basis}）`} / ${title.en}`,
    ),
  ];
}

function clockLine({
  clock,
  title,
  how,
  dueBefore,
  dueAfter,
  movedDays = 0,
  provisional,
  lapsesAtOnce,
  article,
  reason,
}: ClockChange): string {
  const what = `${title.zh} ${title.en} [${clock}]`;
  if (how === 'lost') return `− ${what} ${dueBefore} ${reason?.zh ?? ''} ${reason?.en ?? ''}（${article}）`;
  const due = `${dueAfter}${provisional === true ? '?' : ''}`;
  const over = lapsesAtOnce === true ? ' 已届满，升级后即届满 over already: lapses at once' : '';
  if (how === 'gained') return `+ ${what} ${due}（${article}）${over}`;
  const change =
    movedDays === 0
      ? `${due} 不变 unchanged`
      : `${dueBefore} → ${due} ${movedDays > 0 ? `延后${movedDays}天 ${movedDays} days later` : `提前${-movedDays}天 ${-movedDays} days earlier`}`;
  return `= ${what} ${change}（${article}）${over}`;
}

/** The run in a few lines; the first one counts the procedures. */
export function summaryLines({ cases, standing, results, clocks, reasons }: UpgradeSummary): readonly string[] {
  const counted = Object.entries(results).map(([result, count]) => `${RESULTS[result as Reported['result']]} ${count}`);
  return [
    [`程序 procedures ${cases}`, ...counted].join(' · '),
    `期限 clocks: 新增 gained ${clocks.gained} · 取消 lost ${clocks.lost} · 变动 moved ${clocks.moved}` +
      `（共延后 later ${clocks.daysLater} 天 days，共提前 earlier ${clocks.daysEarlier} 天 days）· 即届满 lapse at once ${clocks.lapseAtOnce}`,
    ...Object.entries(reasons).map(([block, count]) => `事由 reason [${block}] ${count}`),
    ...standing.map(({ version, open, closed }) => `运行前 before: v${version} 在办 open ${open}，已办结 closed ${closed}`),
  ];
}
