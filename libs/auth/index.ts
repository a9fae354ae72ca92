export { CurrentPrincipal, NEEDED_PERMISSION, PUBLIC_ROUTE, Public, Requires } from './http/decorators.js';
export type { AuthenticatedRequest } from './http/decorators.js';
export { PERMISSIONS } from './permissions.js';
export type { Permission } from './permissions.js';
export type { Principal, ReadScope } from './principal.js';
export { readableProcedures } from './read-scope.js';
export type { SqlCondition } from './read-scope.js';
