export { ROLES, SYSTEM } from './actor.js';
export type { Actor, Role } from './actor.js';
export type { Announcement, Cause, Envelope, Opening, Subject } from './envelope.js';
export type { Accepted, Duplicate, Outcome, Refusal, RefusalCode, Rejected, Stale } from './outcome.js';
