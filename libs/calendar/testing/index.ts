export { aClock } from './a-clock.js';
export type { ClockGiven } from './a-clock.js';
export { naiveHours, naiveReading } from './naive-reading.js';
export { calendarOfChina, lawTerm, lawTerms } from './official-config.js';
export type { LawTerm } from './official-config.js';
