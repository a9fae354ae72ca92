export { Access } from './access/access.js';
export type { AccessPorts, Authenticated, Credentials, SignedIn } from './access/access.js';
export { principalOf } from './access/principal-of.js';
export { requireReadable } from './access/require-readable.js';
export { ACCOUNT_ID } from './accounts/account.js';
export type { Account } from './accounts/account.js';
export { changeAccount, checkMayManage } from './accounts/manage-account.js';
export type { AccountChange } from './accounts/manage-account.js';
export {
  createAccount,
  deactivateAccount,
  findAccount,
  listAccounts,
  revokeSessions,
  setPassword,
} from './accounts/accounts.js';
export type { AccountPorts, NewAccount } from './accounts/accounts.js';
export { DEMO_ACCOUNTS, DEMO_PASSWORD, refuseDemoAccounts, seedDemoAccounts } from './accounts/demo-accounts.js';
export {
  CONFIDENTIAL_KINDS,
  keepConfidential,
  listConfidential,
  readConfidential,
} from './confidentiality/confidential-records.js';
export type { ConfidentialKind } from './confidentiality/confidential-records.js';
export { listRestrictedReads, noteRestrictedRead } from './confidentiality/read-audit.js';
export type { NotedRead, RestrictedRead } from './confidentiality/read-audit.js';
export { findRestriction, hiddenFrom, liftRestriction, restrict } from './confidentiality/restrictions.js';
export type { Restriction } from './confidentiality/restrictions.js';
export { delegate, delegationsOf, revokeDelegation } from './delegation/delegations.js';
export type { Delegation, NewDelegation } from './delegation/delegations.js';
export { LoginLimits, PublicLimits } from './limits/rate-limits.js';
export type { Limits } from './limits/rate-limits.js';
export { createFirstAdministrator } from './accounts/first-administrator.js';
export { AccessGuard, addressOf, checkPermission, credentialsOf } from './http/access.guard.js';
export { AuthModule } from './http/auth.module.js';
export {
  AboutProcedure,
  CurrentPrincipal,
  Hidden,
  NEEDED_PERMISSION,
  PUBLIC_ROUTE,
  Public,
  Requires,
  Unlimited,
  WithOldPassword,
} from './http/decorators.js';
export type { AuthenticatedRequest } from './http/decorators.js';
export { checkGuardedRoutes } from './http/guarded-routes.js';
export { ACCESS } from './http/tokens.js';
export { OidcSignIn } from './oidc/oidc-sign-in.js';
export { PERMISSIONS } from '@zhiheng/contracts';
export type { Permission } from '@zhiheng/contracts';
export type { Principal, ReadScope } from './principal.js';
export { readableProcedures } from './read-scope.js';
export type { SqlCondition } from './read-scope.js';
export { openSessionsOf, revokeSession } from './sessions/session-store.js';
export { rotateSigningKey } from './sessions/signing-keys.js';
