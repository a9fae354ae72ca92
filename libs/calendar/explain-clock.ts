import type { Bilingual, Instant } from '@zhiheng/kernel';
import { approverName, lengthIn, sourceIn, stopReason } from './clock-words.js';
import { civilDay, dayNumber, toLegalDate } from './day-number.js';
import { countClock, readClock } from './read-clock.js';
import type { ClockFacts, ClockReading, Stop } from './types.js';
import { nextUnknownYear } from './working-calendar.js';
import type { WorkingCalendar } from './working-calendar.js';

/** Why a term ends when it ends: start, length, stops, extensions, opening, roll, the day, and the article. */
export function explainClock(calendar: WorkingCalendar, facts: ClockFacts): Bilingual {
  const reading = readClock(calendar, facts);
  const clauses = [
    beginning(facts),
    ...facts.stops.flatMap(stopClause),
    ...facts.extensions.map((_, index) => extensionClause(facts, index)),
    ...openingClause(facts, reading),
    ...rollClause(calendar, facts),
    ending(calendar, facts, reading),
  ];
  const local = facts.rule.statutory === false;
  return {
    zh: `${clauses.map(({ zh }) => zh).join('；')}（${sourceIn('zh', facts.citation)}${local ? '，非法定期限' : ''}）`,
    en: `${clauses.map(({ en }) => en).join('; ')}; ${sourceIn('en', facts.citation)}${local ? ', local policy, not statutory' : ''}`,
  };
}

function beginning({ rule, trigger, startedOn, startedAt }: ClockFacts): Bilingual {
  const [zh, en] = [lengthIn('zh', rule), lengthIn('en', rule)];
  if (rule.unit === 'hour') {
    const moment = chinaMinute(startedAt);
    return { zh: `自${moment}（${trigger}）起${zh}`, en: `${en} from ${moment} (${trigger})` };
  }
  return {
    zh: `自${startedOn}（${trigger}）起${zh}，起算日不计入`,
    en: `${en} from ${startedOn} (${trigger}), the starting day not counted`,
  };
}

function stopClause({ reason, from, to }: Stop): readonly Bilingual[] {
  const { zh, en } = stopReason(reason);
  if (to === undefined) return [{ zh: `自${from}起因${zh}停止计算`, en: `stopped since ${from} for ${en}` }];
  const days = dayNumber(to) - dayNumber(from);
  if (days <= 0) return [];
  const last = toLegalDate(dayNumber(to) - 1);
  return [
    {
      zh: `因${zh}，${days === 1 ? from : `${from}至${last}`}共${days}日不计入期限`,
      en: `${days} ${days === 1 ? 'day' : 'days'} from ${from} not counted for ${en}`,
    },
  ];
}

// The facts name the person who approved; the rule names the role that may.
function extensionClause({ rule, extensions }: ClockFacts, index: number): Bilingual {
  const { approver, on, amount, unit } = extensions[index]!;
  const role = rule.extensions?.[index]?.approver ?? approver;
  const name = approverName(role);
  const person = approver === role ? { zh: '', en: '' } : { zh: `（${approver}）`, en: ` (${approver})` };
  return {
    zh: `经${name.zh}${person.zh}于${on}批准，延长${lengthIn('zh', { amount, unit })}`,
    en: `extended by ${lengthIn('en', { amount, unit })}, approved by ${name.en}${person.en} on ${on}`,
  };
}

function openingClause({ rule }: ClockFacts, { opensOn }: ClockReading): readonly Bilingual[] {
  if (opensOn === undefined || rule.opensAfter === undefined) return [];
  const [zh, en] = [lengthIn('zh', rule.opensAfter), lengthIn('en', rule.opensAfter)];
  return [{ zh: `满${zh}后，${opensOn}起方可进行`, en: `possible after ${en}, from ${opensOn} on` }];
}

function rollClause(calendar: WorkingCalendar, facts: ClockFacts): readonly Bilingual[] {
  const { endsOn, rolledTo } = countClock(calendar, facts);
  if (endsOn === rolledTo) return [];
  const last = toLegalDate(endsOn);
  return calendar.off.has(endsOn)
    ? [{ zh: `末日${last}适逢节假日放假，顺延`, en: `the last day, ${last}, falls into a public holiday: rolled forward` }]
    : [{ zh: `末日${last}适逢休息日，顺延`, en: `the last day, ${last}, falls on a weekend: rolled forward` }];
}

function ending(
  calendar: WorkingCalendar,
  facts: ClockFacts,
  { dueOn, dueAt, opensOn, suspended, provisional }: ClockReading,
): Bilingual {
  const wholeDays = facts.rule.unit !== 'hour' || dueAt.endsWith('T16:00:00.000Z');
  const end = wholeDays ? dueOn : chinaMinute(dueAt);
  const waits = facts.rule.direction === 'not-before' && facts.rule.opensAfter === undefined && opensOn !== undefined;
  const then = waits ? { zh: `，${opensOn}起方可进行`, en: `, possible from ${opensOn} on` } : { zh: '', en: '' };
  // While a stop is open, nobody knows the end: it cannot come before this day.
  const [zh, en] = suspended
    ? [`恢复计算前暂计至${end}届满${then.zh}`, `not before ${end}, as long as it stands still${then.en}`]
    : [`${provisional ? '暂定' : ''}至${end}届满${then.zh}`, `${provisional ? 'provisionally ' : ''}due ${end}${then.en}`];
  if (!provisional) return { zh, en };
  const year = nextUnknownYear(calendar, civilDay(dayNumber(facts.startedOn)).year);
  return {
    zh: `${zh}（${year}年放假安排尚未录入，录入后重新计算）`,
    en: `${en} (the official calendar of ${year} is not entered yet; the date is computed again when it is)`,
  };
}

/** A moment as people in China write it, to the minute. */
function chinaMinute(at: Instant): string {
  return new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}
