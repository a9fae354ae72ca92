import { Module } from '@nestjs/common';
import { ACCESS, LoginLimits, OidcSignIn } from '@zhiheng/auth';
import type { Access } from '@zhiheng/auth';
import type { Database } from '@zhiheng/persistence';
import { DATABASE, SETTINGS } from '@zhiheng/platform';
import type { Settings } from '@zhiheng/platform';
import { AccountsController } from './http/accounts.controller.js';
import { AuthController } from './http/auth.controller.js';
import { ConfidentialController } from './http/confidential.controller.js';
import { DelegationsController } from './http/delegations.controller.js';
import { MeController } from './http/me.controller.js';
import { OidcController } from './http/oidc.controller.js';
import { ReadAuditController } from './http/read-audit.controller.js';
import { RestrictionsController } from './http/restrictions.controller.js';
import { LOGIN_LIMITS } from './login-limits-token.js';
import { OIDC_SIGN_IN } from './oidc-token.js';

@Module({
  controllers: [
    AuthController,
    OidcController,
    MeController,
    AccountsController,
    DelegationsController,
    RestrictionsController,
    ConfidentialController,
    ReadAuditController,
  ],
  providers: [
    {
      provide: OIDC_SIGN_IN,
      inject: [ACCESS, SETTINGS],
      useFactory: (access: Access, { people }: Settings) => people.oidc && new OidcSignIn(access, people.oidc),
    },
    {
      provide: LOGIN_LIMITS,
      inject: [DATABASE, SETTINGS],
      useFactory: ({ pool }: Database, { people }: Settings) => new LoginLimits(pool, people.limits),
    },
  ],
})
export class AccountsModule {}
