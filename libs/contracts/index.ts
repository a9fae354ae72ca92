export { ROLES, SYSTEM, isOneOf } from './actor.js';
export type { Actor, Role } from './actor.js';
export { PERMISSIONS } from './permission.js';
export type { Permission } from './permission.js';
export { NATION, covers, levelOf, prefixOf, rolesIn } from './area.js';
export type { Level, Place } from './area.js';
export { ROLE_TITLES } from './role-titles.js';
export type { Announcement, Cause, Envelope, Opening, Subject } from './envelope.js';
export type { Accepted, Duplicate, Outcome, Refusal, RefusalCode, Rejected, Stale } from './outcome.js';
