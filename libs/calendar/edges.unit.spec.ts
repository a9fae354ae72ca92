import type { LegalDate } from '@zhiheng/kernel';
import { addTerm, backwardLimit, compileCalendar, isWorkingDay, maySuspend, nextExtension, readClock } from '@zhiheng/calendar';
import type { Span, TermRule } from '@zhiheng/calendar';
import { aClock, calendarOfChina } from '@zhiheng/calendar/testing';
import type { ClockGiven } from '@zhiheng/calendar/testing';

const calendar = compileCalendar(calendarOfChina());
const day = (text: string) => text as LegalDate;
const ends = (start: string, span: Span) => addTerm(calendar, day(start), span, 'none').on;
const read = (given: ClockGiven) => readClock(calendar, aClock(given));
const tenDays = { amount: 10, unit: 'calendar-day', rollForward: 'none' } as const;
const oneMonth = { amount: 1, unit: 'month', rollForward: 'none' } as const;

describe('民法典 第二百零二条: months and years', () => {
  it.each([
    ['2026-01-31', { amount: 1, unit: 'month' }, '2026-02-28'],
    ['2024-01-31', { amount: 1, unit: 'month' }, '2024-02-29'],
    ['2026-01-31', { amount: 2, unit: 'month' }, '2026-03-31'],
    ['2026-08-31', { amount: 6, unit: 'month' }, '2027-02-28'],
    ['2026-11-30', { amount: 3, unit: 'month' }, '2027-02-28'],
    ['2024-02-29', { amount: 1, unit: 'year' }, '2025-02-28'],
    ['2024-02-29', { amount: 4, unit: 'year' }, '2028-02-29'],
    ['2026-03-02', { amount: 3, unit: 'year' }, '2029-03-02'],
  ] as const)('from %s, %j end on %s', (start, span, end) => {
    expect(ends(start, span)).toBe(end);
  });

  it('a month that was stopped for ten days ends ten days later', () => {
    expect(read({ rule: oneMonth, on: '2026-01-31', stops: [['testing', '2026-02-10', '2026-02-20']] }).dueOn).toBe(
      '2026-03-10',
    );
  });

  it('a month more is counted from the end of the first', () => {
    expect(read({ rule: oneMonth, on: '2026-01-31', extensions: [{ amount: 1, unit: 'month' }] }).dueOn).toBe('2026-03-28');
  });
});

describe('stops', () => {
  it.each([
    ['that ends on the day on which it began takes no day', [['testing', '2026-03-05', '2026-03-05']], '2026-03-12'],
    ['of one day takes one', [['testing', '2026-03-05', '2026-03-06']], '2026-03-13'],
    ['on the last day moves the end', [['testing', '2026-03-12', '2026-03-14']], '2026-03-14'],
    ['after the end is no stop of this term', [['testing', '2026-03-13', '2026-03-20']], '2026-03-12'],
    ['before the start takes only the days after it', [['testing', '2026-02-20', '2026-03-05']], '2026-03-14'],
    ['over before the start takes nothing', [['testing', '2026-02-20', '2026-03-02']], '2026-03-12'],
    [
      'inside another takes nothing more',
      [
        ['suspension', '2026-03-04', '2026-03-10'],
        ['testing', '2026-03-05', '2026-03-07'],
      ],
      '2026-03-18',
    ],
    [
      'that overlaps another takes each day once',
      [
        ['suspension', '2026-03-04', '2026-03-08'],
        ['testing', '2026-03-06', '2026-03-10'],
      ],
      '2026-03-18',
    ],
    [
      'that the first stop pushes into the term counts',
      [
        ['testing', '2026-03-10', '2026-03-15'],
        ['hearing', '2026-03-16', '2026-03-18'],
      ],
      '2026-03-19',
    ],
  ] as const)('a stop %s', (_case, stops, dueOn) => {
    expect(read({ rule: tenDays, on: '2026-03-02', stops }).dueOn).toBe(dueOn);
  });

  it('an open stop suspends and takes no day until it ends', () => {
    expect(read({ rule: tenDays, on: '2026-03-02', stops: [['testing', '2026-03-05']] })).toMatchObject({
      suspended: true,
      dueOn: '2026-03-12',
    });
  });

  it('on a weekend costs a term in working days nothing', () => {
    expect(
      read({ rule: { amount: 5, unit: 'working-day' }, on: '2026-03-02', stops: [['testing', '2026-03-07', '2026-03-09']] })
        .dueOn,
    ).toBe('2026-03-09');
  });

  it('over a year without a calendar leave the date certain when they hide every day of it', () => {
    const known = compileCalendar({ id: 'cn', years: calendarOfChina().years.filter(({ year }) => year !== 2025) });
    const rule = { amount: 5, unit: 'working-day' } as const;
    const hidden = aClock({ rule, on: '2024-12-24', stops: [['suspension', '2024-12-25', '2026-01-01']] });
    const shown = aClock({ rule, on: '2024-12-24', stops: [['suspension', '2025-01-02', '2026-01-01']] });
    expect(readClock(known, hidden)).toMatchObject({ dueOn: '2026-01-08', provisional: false });
    expect(readClock(known, shown).provisional).toBe(true);
  });

  it('move the opening of a window with its end', () => {
    const window = {
      amount: 89,
      unit: 'calendar-day',
      direction: 'window',
      rollForward: 'none',
      opensAfter: { amount: 60, unit: 'calendar-day' },
    } as const;
    const stopped = read({ rule: window, on: '2026-03-02', stops: [['suspension', '2026-03-10', '2026-03-15']] });
    expect(stopped).toMatchObject({ opensOn: '2026-05-07', dueOn: '2026-06-04' });
  });
});

describe('terms in hours', () => {
  const hours = { amount: 24, unit: 'hour' } as const;

  it('end with the day before when they end at midnight in China', () => {
    expect(read({ rule: hours, on: '2026-03-03', at: '2026-03-02T16:00:00.000Z' })).toMatchObject({
      dueOn: '2026-03-03',
      dueAt: '2026-03-03T16:00:00.000Z',
    });
  });

  it('are extended by hours, and stand still on stopped days', () => {
    const given = { rule: hours, on: '2026-03-02', at: '2026-03-02T02:00:00.000Z' };
    expect(read({ ...given, extensions: [{ amount: 12, unit: 'hour' }] }).dueAt).toBe('2026-03-03T14:00:00.000Z');
    expect(read({ ...given, stops: [['testing', '2026-03-03', '2026-03-05']] }).dueAt).toBe('2026-03-05T02:00:00.000Z');
  });

  it('roll to the end of the next working day only where the rule says so', () => {
    const given = { on: '2026-03-06', at: '2026-03-06T02:00:00.000Z' };
    expect(read({ ...given, rule: hours }).dueAt).toBe('2026-03-07T02:00:00.000Z');
    expect(read({ ...given, rule: { ...hours, rollForward: 'next-working-day' } })).toMatchObject({
      dueOn: '2026-03-09',
      dueAt: '2026-03-09T16:00:00.000Z',
    });
  });

  it('cannot be mixed with days', () => {
    expect(() => read({ rule: hours, on: '2026-03-02', extensions: [{ amount: 1, unit: 'calendar-day' }] })).toThrow(
      'TERM_UNITS_MIXED',
    );
    expect(() => read({ rule: tenDays, on: '2026-03-02', extensions: [{ amount: 1, unit: 'hour' }] })).toThrow(
      'TERM_UNITS_MIXED',
    );
  });
});

describe('rules and extensions', () => {
  const rule: TermRule = {
    amount: 90,
    unit: 'calendar-day',
    direction: 'due',
    suspendedBy: ['hearing'],
    extensions: [{ amount: 30, unit: 'calendar-day', approver: 'head' }],
  };

  it('a term stops only for its own reasons (程序规定 第十八条、第三十八条、第六十四条)', () => {
    expect([
      maySuspend(rule, 'hearing'),
      maySuspend(rule, 'testing'),
      maySuspend({ ...rule, suspendedBy: [] }, 'hearing'),
    ]).toEqual([true, false, false]);
  });

  it('extensions come in their order and end', () => {
    expect(nextExtension(rule, 0)).toEqual({ amount: 30, unit: 'calendar-day', approver: 'head' });
    expect(nextExtension(rule, 1)).toBeUndefined();
  });

  it('calendar days added to working days roll forward as calendar days do', () => {
    const given = {
      rule: { amount: 5, unit: 'working-day' },
      on: '2026-03-02',
      extensions: [{ amount: 5, unit: 'calendar-day' }],
    } as const;
    expect(read(given).dueOn).toBe('2026-03-16');
  });

  it('nothing to wait for ends on the starting day', () => {
    expect(ends('2026-03-07', { amount: 0, unit: 'working-day' })).toBe('2026-03-07');
    expect(backwardLimit(calendar, day('2026-03-09'), { amount: 0, unit: 'working-day' })).toBe('2026-03-08');
  });
});

describe('days', () => {
  it('that do not exist are refused', () => {
    for (const text of ['2026-02-29', '2026-04-31', '2026-13-01', '2026-1-01', '']) {
      expect(() => addTerm(calendar, day(text), tenDays)).toThrow('LEGAL_DATE_INVALID');
    }
  });

  it('of years that are not loaded are plain weekdays, and not certain', () => {
    expect(isWorkingDay(calendar, day('2031-10-01'))).toEqual({ working: true, certain: false });
    expect(isWorkingDay(calendar, day('2010-10-02'))).toEqual({ working: false, certain: false });
    expect(isWorkingDay(compileCalendar({ id: 'none', years: [] }), day('2026-03-02'))).toEqual({
      working: true,
      certain: false,
    });
  });
});
