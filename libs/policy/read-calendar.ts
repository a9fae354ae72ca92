import type { CalendarData } from '@zhiheng/calendar';
import type { LegalDate } from '@zhiheng/kernel';
import { calendarSchema } from './calendar-schema.js';
import { mismatch } from './config-file.js';
import type { ConfigFault } from './config-file.js';
import { validate } from './validate.js';
import type { YamlSource } from './yaml-source.js';

export type CalendarYear = CalendarData['years'][number];

type Written = { readonly year: number; readonly off: readonly LegalDate[]; readonly work: readonly LegalDate[] };

/** Reads `config/calendar/<id>/<year>.yaml`. */
export function readCalendarYear(
  source: YamlSource,
  fileYear: string,
): { readonly year?: CalendarYear; readonly faults: readonly ConfigFault[] } {
  const verdict = validate(source, calendarSchema);
  if (verdict.faults.length > 0) return { faults: verdict.faults };
  const { year, off, work } = source.content as unknown as Written;
  const faults: ConfigFault[] = [];
  if (String(year) !== fileYear) {
    const what = { zh: '年份应与文件名一致', en: 'a year is named like its file' };
    faults.push(mismatch(source.place(['year']), { what, expected: fileYear, found: String(year) }));
  }
  for (const [list, days] of [
    ['off', off],
    ['work', work],
  ] as const) {
    for (const [index, day] of days.entries()) {
      if (day.startsWith(`${year}-`)) continue;
      const what = { zh: '日期不在这一年', en: 'the day lies in another year' };
      faults.push(mismatch(source.place([list, index]), { what, expected: `${year}-…`, found: day }));
    }
  }
  for (const [index, day] of work.entries()) {
    if (!off.includes(day)) continue;
    const what = { zh: '同一天既放假又上班', en: 'one day is both off and working' };
    faults.push(mismatch(source.place(['work', index]), { what, expected: '只在一处 in one list', found: day }));
  }
  return { year: { year, off: [...off].sort(), work: [...work].sort() }, faults };
}
