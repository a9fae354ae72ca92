import fc from 'fast-check';
import { instant, legalDateOf, startOfLegalDay } from '@zhiheng/kernel';
import type { Instant, LegalDate } from '@zhiheng/kernel';
import { addTerm, backwardLimit, compileCalendar, isWorkingDay, readClock, workingDaysBetween } from '@zhiheng/calendar';
import type { CalendarData, Span, Stop } from '@zhiheng/calendar';
import { aClock, naiveHours, naiveReading } from '@zhiheng/calendar/testing';

const DAY_MS = 86_400_000;
const dateOf = (day: number) => new Date(day * DAY_MS).toISOString().slice(0, 10) as LegalDate;
const numberOf = (date: string) => Date.parse(`${date}T00:00:00Z`) / DAY_MS;
const FIRST = numberOf('2023-11-01');
const LAST = numberOf('2027-02-28');

const someDay = fc.integer({ min: FIRST, max: LAST }).map(dateOf);

/** Some of the years 2024 to 2026, each with holidays and working weekends anywhere: coverage with gaps and edges. */
const calendarData: fc.Arbitrary<CalendarData> = fc
  .subarray([2024, 2025, 2026])
  .chain((years) =>
    fc.tuple(
      ...years.map((year) =>
        fc
          .record({ off: fc.uniqueArray(fc.nat(364), { maxLength: 25 }), work: fc.uniqueArray(fc.nat(364), { maxLength: 8 }) })
          .map(({ off, work }) => ({
            year,
            off: off.map((offset) => dateOf(numberOf(`${year}-01-01`) + offset)),
            work: work.filter((offset) => !off.includes(offset)).map((offset) => dateOf(numberOf(`${year}-01-01`) + offset)),
          })),
      ),
    ),
  )
  .map((years) => ({ id: 'any', years }));

const spanUpTo = (unit: Span['unit'], max: number): fc.Arbitrary<Span> =>
  fc.record({ amount: fc.nat(max), unit: fc.constant(unit) });
const span = fc.oneof(spanUpTo('working-day', 60), spanUpTo('calendar-day', 120), spanUpTo('month', 14), spanUpTo('year', 2));
const rollForward = fc.constantFrom('none', 'next-working-day', 'after-statutory-holiday', undefined);

// Near the start, so that most meet the term: before it, nested, overlapping, of no length, after the end, open.
const stopsAround = (start: LegalDate): fc.Arbitrary<readonly Stop[]> =>
  fc.array(
    fc
      .record({
        offset: fc.integer({ min: -30, max: 150 }),
        length: fc.oneof(fc.nat(20), fc.nat(400)),
        open: fc.integer({ min: 0, max: 5 }),
      })
      .map(({ offset, length, open }) => {
        const from = numberOf(start) + offset;
        return { reason: 'testing', from: dateOf(from), ...(open > 0 && { to: dateOf(from + length) }) };
      }),
    { maxLength: 4 },
  );

const clock = someDay.chain((on) =>
  fc
    .record({
      rule: span,
      rollForward,
      direction: fc.constantFrom('due', 'not-before', 'window'),
      opensAfter: fc.option(span, { nil: undefined }),
      stops: stopsAround(on),
      extensions: fc.array(span, { maxLength: 2 }),
    })
    .map(({ rule, rollForward: roll, direction, opensAfter, stops, extensions }) => ({
      ...aClock({
        rule: { ...rule, direction, ...(roll && { rollForward: roll }), ...(opensAfter && { opensAfter }) },
        on,
        extensions,
      }),
      stops,
    })),
);

describe('a clock', () => {
  it('reads as one who counts day after day, and is provisional exactly when he looked at a day that no notice settles', () => {
    fc.assert(
      fc.property(calendarData, clock, (data, facts) => {
        const { dueAt, ...reading } = readClock(compileCalendar(data), facts);
        expect(reading).toEqual(naiveReading(data, facts));
        expect(dueAt).toBe(startOfLegalDay(dateOf(numberOf(reading.dueOn) + 1)));
      }),
      { numRuns: 1000 },
    );
  });

  it('never ends earlier for one stop more', () => {
    fc.assert(
      fc.property(
        calendarData,
        clock.chain((facts) => fc.tuple(fc.constant(facts), stopsAround(facts.startedOn))),
        (data, [facts, more]) => {
          const calendar = compileCalendar(data);
          expect(
            readClock(calendar, { ...facts, stops: [...facts.stops, ...more] }).dueOn >= readClock(calendar, facts).dueOn,
          ).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never ends earlier for a greater amount, or for an extension', () => {
    fc.assert(
      fc.property(calendarData, clock, fc.nat(10), span, (data, facts, more, extension) => {
        const calendar = compileCalendar(data);
        const due = readClock(calendar, facts).dueOn;
        const greater = { ...facts, rule: { ...facts.rule, amount: facts.rule.amount + more } };
        const extended = {
          ...facts,
          extensions: [...facts.extensions, { ...extension, approver: 'head', on: facts.startedOn }],
        };
        expect(readClock(calendar, extended).dueOn >= due).toBe(true);
        expect(readClock(calendar, greater).dueOn >= due).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  // Months are left out: 30 January and 31 January end a month on the same day, and a stop on the 31st moves only the first.
  it('in days never ends earlier for a later start', () => {
    const inDays = clock.filter(({ rule, extensions }) => [rule, ...extensions].every(({ unit }) => unit.endsWith('day')));
    fc.assert(
      fc.property(calendarData, inDays, fc.nat(40), (data, facts, later) => {
        const calendar = compileCalendar(data);
        const next = { ...facts, startedOn: dateOf(numberOf(facts.startedOn) + later) };
        expect(readClock(calendar, next).dueOn >= readClock(calendar, facts).dueOn).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('in months or years without a stop never ends earlier for a later start', () => {
    fc.assert(
      fc.property(calendarData, someDay, fc.nat(40), fc.nat(30), (data, start, later, amount) => {
        const calendar = compileCalendar(data);
        const term = { amount, unit: 'month' } as const;
        expect(addTerm(calendar, dateOf(numberOf(start) + later), term).on >= addTerm(calendar, start, term).on).toBe(true);
      }),
    );
  });

  it('in hours reads as one who counts minute after minute', () => {
    const minutes = fc.integer({ min: FIRST * 1440, max: LAST * 1440 });
    const given = minutes.chain((minute) => {
      const startedAt = instant(minute * 60_000);
      const startedOn = legalDateOf(startedAt);
      const stops = fc.array(
        fc.record({ offset: fc.integer({ min: -2, max: 5 }), length: fc.nat(3) }).map(({ offset, length }) => {
          const from = numberOf(startedOn) + offset;
          return { reason: 'testing', from: dateOf(from), to: dateOf(from + length) };
        }),
        { maxLength: 3 },
      );
      return fc.record({
        startedAt: fc.constant(startedAt),
        startedOn: fc.constant(startedOn),
        amount: fc.integer({ min: 1, max: 72 }),
        stops,
      });
    });
    fc.assert(
      fc.property(given, ({ startedAt, startedOn, amount, stops }) => {
        const facts = { ...aClock({ rule: { amount, unit: 'hour' }, on: startedOn, at: startedAt }), stops };
        const { dueOn, dueAt } = readClock(compileCalendar({ id: 'none', years: [] }), facts);
        // The last counted minute lies in the last day; a stop that begins as the term ends does not move it.
        const naive = naiveHours(startedAt, amount, stops);
        expect(dueAt).toBe(naive);
        expect(legalDateOf(instant(Date.parse(dueAt) - 1) as Instant)).toBe(dueOn);
      }),
      { numRuns: 50 },
    );
  });
});

describe('working days', () => {
  it('a term in working days ends on a working day and holds just as many', () => {
    fc.assert(
      fc.property(calendarData, someDay, fc.integer({ min: 1, max: 300 }), (data, start, amount) => {
        const calendar = compileCalendar(data);
        const { on, provisional } = addTerm(calendar, start, { amount, unit: 'working-day' });
        expect(isWorkingDay(calendar, on).working).toBe(true);
        expect(workingDaysBetween(calendar, start, on)).toBe(amount);
        if (!provisional) expect(isWorkingDay(calendar, on).certain).toBe(true);
      }),
    );
  });

  it('a term that rolls to the next working day ends on a working day', () => {
    fc.assert(
      fc.property(calendarData, someDay, fc.nat(400), (data, start, amount) => {
        const calendar = compileCalendar(data);
        const { on, rolledFrom } = addTerm(calendar, start, { amount, unit: 'calendar-day' }, 'next-working-day');
        expect(isWorkingDay(calendar, on).working).toBe(true);
        expect(rolledFrom === undefined || !isWorkingDay(calendar, rolledFrom).working).toBe(true);
      }),
    );
  });

  it('the days between are none for a day that is not later', () => {
    fc.assert(
      fc.property(calendarData, someDay, fc.nat(30), (data, to, days) => {
        expect(workingDaysBetween(compileCalendar(data), dateOf(numberOf(to) + days), to)).toBe(0);
      }),
    );
  });
});

describe('an act so long before an event', () => {
  it('is in time exactly up to the limit: then the event may follow the term counted forward', () => {
    const earlier = fc.integer({ min: -4, max: 4 });
    fc.assert(
      fc.property(calendarData, someDay, span, earlier, (data, event, term, shift) => {
        const calendar = compileCalendar(data);
        const act = dateOf(numberOf(backwardLimit(calendar, event, term)) + shift);
        const { opensOn } = readClock(
          calendar,
          aClock({ rule: { ...term, direction: 'not-before', rollForward: 'none' }, on: act }),
        );
        expect(opensOn! <= event).toBe(shift <= 0);
      }),
      { numRuns: 1000 },
    );
  });
});
