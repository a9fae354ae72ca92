export { ROLES, SYSTEM, isOneOf } from './actor.js';
export type { Actor, Role } from './actor.js';
export { NATION, covers, levelOf, prefixOf, rolesIn } from './area.js';
export type { Level, Place } from './area.js';
export type { Announcement, Cause, Envelope, Opening, Subject } from './envelope.js';
export { disclosedFacts, disclosedSubject, isNaturalPerson, maskName } from './personal-data.js';
export type { Accepted, Duplicate, Outcome, Refusal, RefusalCode, Rejected, Stale } from './outcome.js';
