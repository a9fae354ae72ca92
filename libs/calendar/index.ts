export { addTerm, backwardLimit } from './add-term.js';
export type { TermEnd } from './add-term.js';
export { lengthIn, stopReason } from './clock-words.js';
export { explainClock } from './explain-clock.js';
export { maySuspend, nextExtension, readClock } from './read-clock.js';
export { termRuleSchema } from './term-rule-schema.js';
export type {
  CalendarData,
  CalendarYear,
  Citation,
  ClockFacts,
  ClockReading,
  RollForward,
  Span,
  Stop,
  TermRule,
  TermUnit,
} from './types.js';
export { compileCalendar, isWorkingDay, workingDaysBetween } from './working-calendar.js';
export type { WorkingCalendar } from './working-calendar.js';
