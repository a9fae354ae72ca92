import type { LegalDate } from '@zhiheng/kernel';
import { addTerm, backwardLimit, compileCalendar, isWorkingDay, readClock, workingDaysBetween } from '@zhiheng/calendar';
import { aClock, calendarOfChina, lawTerm } from '@zhiheng/calendar/testing';
import type { ClockGiven } from '@zhiheng/calendar/testing';

const calendar = compileCalendar(calendarOfChina());
const day = (text: string) => text as LegalDate;
/** Reads the term that the law states on that day. */
const read = (key: string, on: string, given: Partial<ClockGiven> = {}) =>
  readClock(calendar, aClock({ rule: lawTerm(key, on).rule, on, ...given }));
const dueOn = (...term: Parameters<typeof read>) => read(...term).dueOn;

const TESTED_12_DAYS = { stops: [['testing', '2026-03-05', '2026-03-17']] } as const;
const COMPLAINT_STOPS = { direction: 'due', suspendedBy: ['testing'] } as const;

describe('程序规定 第十八条: verification, fifteen working days', () => {
  it('a clue of Friday 2026-09-25 is due on 2026-10-22: 国庆 is skipped, the make-up Saturday 10-10 counts', () => {
    expect(read('enforcement.verification.term', '2026-09-25')).toEqual({
      dueOn: '2026-10-22',
      dueAt: '2026-10-22T16:00:00.000Z',
      suspended: false,
      provisional: false,
    });
    expect(isWorkingDay(calendar, day('2026-10-10'))).toEqual({ working: true, certain: true });
    expect(workingDaysBetween(calendar, day('2026-09-25'), day('2026-10-22'))).toBe(15);
  });

  it('testing of twelve days in the middle takes its eight working days out of the term (第二款)', () => {
    expect(dueOn('enforcement.verification.term', '2026-03-02')).toBe('2026-03-23');
    expect(dueOn('enforcement.verification.term', '2026-03-02', TESTED_12_DAYS)).toBe('2026-04-02');
    expect(workingDaysBetween(calendar, day('2026-03-23'), day('2026-04-02'))).toBe(8);
  });

  it('fifteen more working days are counted from the end of the first fifteen', () => {
    expect(dueOn('enforcement.verification.term', '2026-09-25', { extensions: [{ amount: 15, unit: 'working-day' }] })).toBe(
      '2026-11-12',
    );
  });
});

describe('程序规定 第六十四条: the case, ninety days', () => {
  it('the same twelve days of testing move it by twelve days (第二款)', () => {
    expect(dueOn('enforcement.case.term', '2026-03-02')).toBe('2026-05-31');
    expect(dueOn('enforcement.case.term', '2026-03-02', TESTED_12_DAYS)).toBe('2026-06-12');
  });

  it('thirty days approved make it a hundred and twenty, counted before the first end rolled over a holiday (第八十条)', () => {
    // Day 90 is 2026-05-02 in the holiday of 劳动节 and rolls to 05-06; the extension runs from 05-02 all the same.
    expect(dueOn('enforcement.case.term', '2026-02-01')).toBe('2026-05-06');
    expect(dueOn('enforcement.case.term', '2026-02-01', { extensions: [{ amount: 30, unit: 'calendar-day' }] })).toBe(
      '2026-06-01',
    );
  });

  it('the last day of an extended term rolls over a holiday too (第八十条)', () => {
    // Day 120 is 2026-10-01.
    expect(dueOn('enforcement.case.term', '2026-06-03', { extensions: [{ amount: 30, unit: 'calendar-day' }] })).toBe(
      '2026-10-08',
    );
  });

  it('a public notice of thirty days stops it; the defence of five working days runs from the deemed service (第八十二条、第五十七条)', () => {
    expect(dueOn('enforcement.service.public-notice', '2026-04-01')).toBe('2026-05-01');
    expect(dueOn('enforcement.notice.answer', '2026-05-01')).toBe('2026-05-11');
    expect(dueOn('enforcement.case.term', '2026-03-02', { stops: [['public-notice', '2026-04-01', '2026-05-01']] })).toBe(
      '2026-06-30',
    );
  });
});

describe('程序规定 第三十八条、行政强制法 第二十五条: seizure, thirty days', () => {
  it('moves with testing only where the period was notified in writing, that is, where a stop was recorded', () => {
    expect(dueOn('enforcement.seizure.term', '2026-03-02')).toBe('2026-04-01');
    expect(dueOn('enforcement.seizure.term', '2026-03-02', TESTED_12_DAYS)).toBe('2026-04-13');
  });

  it('is a maximum that the party bears: it ends inside a holiday', () => {
    expect(dueOn('enforcement.seizure.term', '2026-09-03')).toBe('2026-10-03');
  });
});

describe('程序规定 第八十条、第八十四条: how terms are counted', () => {
  it('the starting day is not counted, the last one is (第八十四条: 内 includes the number)', () => {
    expect(dueOn('enforcement.registration.term', '2026-03-02')).toBe('2026-03-11');
    expect(read('enforcement.registration.term', '2026-03-02').dueAt).toBe('2026-03-11T16:00:00.000Z');
  });

  it('a last day in a public holiday becomes the first day after it, which may be a plain Saturday', () => {
    const tenDays = { amount: 10, unit: 'calendar-day', direction: 'due', rollForward: 'after-statutory-holiday' } as const;
    expect(addTerm(calendar, day('2026-09-22'), tenDays, 'after-statutory-holiday')).toEqual({
      on: '2026-10-08',
      provisional: false,
      rolledFrom: '2026-10-02',
    });
    expect(addTerm(calendar, day('2026-03-04'), tenDays, 'after-statutory-holiday').on).toBe('2026-03-14');
    expect(addTerm(calendar, day('2026-03-04'), tenDays).on).toBe('2026-03-16');
  });

  it('行政处罚法 第八十五条: five days of the Act are working days', () => {
    expect(dueOn('enforcement.notice.answer', '2026-04-01')).toBe('2026-04-09');
  });
});

describe('听证办法 第十八条至第二十二条: the hearing', () => {
  it('asked on the fifth working day: three, three and five working days, then seven clear ones before the hearing', () => {
    expect(dueOn('enforcement.notice.answer', '2026-04-01')).toBe('2026-04-09');
    expect(dueOn('enforcement.hearing.host', '2026-04-09')).toBe('2026-04-14');
    expect(dueOn('enforcement.hearing.file', '2026-04-14')).toBe('2026-04-17');
    expect(dueOn('enforcement.hearing.fix', '2026-04-17')).toBe('2026-04-24');
    // Seven working days after 04-24 end on 05-08; 05-09 is a make-up Saturday, on which a hearing may be held.
    expect(read('enforcement.hearing.notice', '2026-04-24')).toMatchObject({ dueOn: '2026-05-08', opensOn: '2026-05-09' });
  });

  it('counted back from the hearing: notice by 04-26 and public notice by 05-05 (第二十条、第二十二条)', () => {
    expect(backwardLimit(calendar, day('2026-05-09'), { amount: 7, unit: 'working-day' })).toBe('2026-04-26');
    expect(backwardLimit(calendar, day('2026-05-09'), { amount: 3, unit: 'working-day' })).toBe('2026-05-05');
    expect(read('enforcement.hearing.public-notice', '2026-05-05').opensOn).toBe('2026-05-09');
    expect(read('enforcement.hearing.public-notice', '2026-05-06').opensOn).toBe('2026-05-10');
  });
});

describe('监督抽查办法: orders and re-checks', () => {
  it('第四十六条、第四十七条: an order of 2026-01-05 gives sixty days to correct and seventy-five to re-check', () => {
    expect(dueOn('inspection.rectification.term', '2026-01-05')).toBe('2026-03-06');
    expect(dueOn('inspection.recheck.term', '2026-01-05')).toBe('2026-03-21');
  });

  it('第五十五条: days are calendar days, and a last day in a public holiday becomes the first day after it', () => {
    expect(dueOn('inspection.recheck.term', '2026-07-19')).toBe('2026-10-08');
  });

  it('第四十八条: the second re-check falls on day 61 to day 89 of the announcement', () => {
    expect(read('inspection.secondRecheck.window', '2026-03-02')).toMatchObject({ opensOn: '2026-05-02', dueOn: '2026-05-30' });
  });
});

describe('投诉举报办法: mediation before and after 2026-04-15', () => {
  const before = { amount: 45, unit: 'working-day', ...COMPLAINT_STOPS } as const;
  const after = { amount: 60, unit: 'calendar-day', ...COMPLAINT_STOPS } as const;

  it('received on 2026-04-14: forty-five working days; on 2026-04-15: sixty calendar days (第二十三条)', () => {
    expect(readClock(calendar, aClock({ rule: before, on: '2026-04-14' })).dueOn).toBe('2026-06-18');
    expect(readClock(calendar, aClock({ rule: after, on: '2026-04-15' })).dueOn).toBe('2026-06-15');
  });

  it('第四十五条: 06-14 is a Sunday and no 法定节假日: read strictly, it is the last day', () => {
    expect(
      readClock(calendar, aClock({ rule: { ...after, rollForward: 'after-statutory-holiday' }, on: '2026-04-15' })).dueOn,
    ).toBe('2026-06-14');
  });

  it('第二十二条: the time of appraisal or testing does not count', () => {
    expect(
      readClock(calendar, aClock({ rule: after, on: '2026-04-15', stops: [['testing', '2026-05-06', '2026-05-11']] })).dueOn,
    ).toBe('2026-06-22');
  });
});

describe('移送规定 第五条: referral of a suspected crime', () => {
  it('three days are calendar days and end on a weekend', () => {
    expect(dueOn('enforcement.referral.approval', '2026-03-06')).toBe('2026-03-09');
    expect(dueOn('enforcement.referral.approval', '2026-03-05')).toBe('2026-03-08');
  });

  it('twenty-four hours run from the moment of approval, through the weekend', () => {
    expect(read('enforcement.referral.handover', '2026-03-07', { at: '2026-03-06T17:30:00.000Z' })).toEqual({
      dueOn: '2026-03-08',
      dueAt: '2026-03-07T17:30:00.000Z',
      suspended: false,
      provisional: false,
    });
  });
});

describe('a term into a year without an official calendar', () => {
  it('is provisional, and certain once the notice is entered', () => {
    expect(read('enforcement.case.term', '2026-11-22')).toMatchObject({ dueOn: '2027-02-20', provisional: true });
    const entered = { id: 'cn', years: [...calendar.data.years, { year: 2027, off: [day('2027-01-01')], work: [] }] };
    expect(
      readClock(
        compileCalendar(entered),
        aClock({ rule: lawTerm('enforcement.case.term', '2026-11-22').rule, on: '2026-11-22' }),
      ),
    ).toMatchObject({
      dueOn: '2027-02-20',
      provisional: false,
    });
  });

  it('is certain where no working day is asked: a seizure of thirty days', () => {
    expect(read('enforcement.seizure.term', '2026-12-15')).toMatchObject({ dueOn: '2027-01-14', provisional: false });
  });

  it('is provisional in the last days of December already, which the notice for New Year may change', () => {
    expect(read('enforcement.registration.term', '2026-12-16')).toMatchObject({ dueOn: '2026-12-25', provisional: false });
    expect(read('enforcement.registration.term', '2026-12-17')).toMatchObject({ dueOn: '2026-12-28', provisional: true });
    const known2018 = compileCalendar(calendarOfChina(2018));
    expect(isWorkingDay(known2018, day('2018-12-28')).certain).toBe(false);
    expect(isWorkingDay(calendar, day('2018-12-31'))).toEqual({ working: false, certain: true });
  });
});
