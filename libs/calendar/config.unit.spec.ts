import { Ajv } from 'ajv';
import { compileCalendar, explainClock, readClock, termRuleSchema } from '@zhiheng/calendar';
import { aClock, calendarOfChina, lawTerms, naiveReading } from '@zhiheng/calendar/testing';

const validate = new Ajv({ allErrors: true, strict: true }).compile(termRuleSchema);
const data = calendarOfChina();
const calendar = compileCalendar(data);
const terms = lawTerms().map((term) => [`${term.key} from ${term.from}`, term] as const);

describe('the terms of config', () => {
  it('are many', () => expect(terms.length).toBeGreaterThan(50));

  it.each(terms)(
    '%s parses, reads on its first day with every stop and extension that it allows, and explains itself',
    (_name, { rule, citation, from }) => {
      expect(validate(rule) ? [] : validate.errors).toEqual([]);
      const given = { rule, citation, on: from };
      const plain = aClock(given);
      const all = aClock({
        ...given,
        extensions: rule.extensions ?? [],
        stops: (rule.suspendedBy ?? []).map((reason) => [reason, from, from]),
      });
      if (rule.unit !== 'hour') expect(readClock(calendar, plain)).toMatchObject(naiveReading(data, plain));
      const { dueOn, opensOn } = readClock(calendar, all);
      expect(dueOn >= from).toBe(true);
      if (rule.direction === 'window') expect(opensOn! <= dueOn).toBe(true);
      expect(explainClock(calendar, all).zh).toContain(citation.zh.split('；')[0]);
    },
  );

  it('are refused with a reason when they are no terms', () => {
    for (const wrong of [
      { amount: 15, unit: 'day', direction: 'due' },
      { amount: -1, unit: 'month', direction: 'due' },
      { amount: 1.5, unit: 'hour', direction: 'due' },
      { amount: 1, unit: 'month' },
    ]) {
      expect(validate(wrong)).toBe(false);
    }
  });
});

describe('the official calendar of config', () => {
  const isWeekend = (date: string) => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());

  it.each(data.years.map((year) => [year.year, year] as const))(
    '%i: eleven or more days off, make-up days on weekends only, none both',
    (year, { off, work }) => {
      expect(off.length).toBeGreaterThanOrEqual(11);
      expect(off).toContain(`${year}-01-01`);
      expect(off).toContain(`${year}-10-01`);
      expect(work.filter((day) => !isWeekend(day) || off.includes(day))).toEqual([]);
    },
  );

  it('changes the end of a December from the 28th on only: so far reaches the notice for New Year', () => {
    const december = data.years.flatMap(({ off, work }) => [...off, ...work]).filter((day) => day.slice(5, 7) === '12');
    expect(december.length).toBeGreaterThan(0);
    expect(december.filter((day) => day.slice(8) < '28')).toEqual([]);
  });
});
