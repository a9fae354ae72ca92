import { lengthIn, stopReason } from '@zhiheng/calendar';
import type { Bilingual } from '@zhiheng/kernel';
import type { ClockRecord } from '../state.js';

/** What became of a clock, from what it was before an entry and what it is after it. */
export function narrateClock(
  title: Bilingual,
  { before, after }: { readonly before: ClockRecord | undefined; readonly after: ClockRecord },
): Bilingual {
  const what = { zh: `“${title.zh}”`, en: `"${title.en}"` };
  const due = { zh: `，${until(after).zh}`, en: `, ${until(after).en}` };
  const isNew = before === undefined || before.generation !== after.generation;
  if (isNew && after.state !== 'stopped') return { zh: `${what.zh}开始计算${due.zh}`, en: `${what.en} begins${due.en}` };
  switch (after.state) {
    case 'lapsed':
      return { zh: `${what.zh}届满（末日${after.dueOn}）`, en: `${what.en} ran out (last day ${after.dueOn})` };
    case 'stopped':
      return { zh: `${what.zh}不再计算`, en: `${what.en} ends` };
    case 'suspended': {
      const stop = after.stops.findLast(({ to }) => to === undefined);
      const reason = stopReason(stop?.reason ?? '');
      return {
        zh: `${what.zh}自${stop?.from ?? ''}起因${reason.zh}停止计算`,
        en: `${what.en} stops from ${stop?.from ?? ''} for ${reason.en}`,
      };
    }
    case 'running':
      return {
        zh: `${what.zh}${changeOf(before, after).zh}${due.zh}`,
        en: `${what.en} ${changeOf(before, after).en}${due.en}`,
      };
  }
}

function changeOf(before: ClockRecord | undefined, after: ClockRecord): Bilingual {
  const extension = after.extensions.at(-1);
  if (extension !== undefined && after.extensions.length > (before?.extensions.length ?? 0))
    return { zh: `延长${lengthIn('zh', extension)}`, en: `is extended by ${lengthIn('en', extension)}` };
  if (before?.state === 'suspended') return { zh: '恢复计算', en: 'goes on' };
  return { zh: '重新确定', en: 'is set anew' };
}

/** When the term ends, and from when the act is possible. */
export function until({ dueOn, provisional, opensOn }: ClockRecord): Bilingual {
  const opens = opensOn === undefined ? { zh: '', en: '' } : { zh: `${opensOn}起方可进行，`, en: `possible from ${opensOn}, ` };
  return {
    zh: `${opens.zh}${provisional ? '暂定' : ''}至${dueOn}届满`,
    en: `${opens.en}${provisional ? 'provisionally ' : ''}due ${dueOn}`,
  };
}
