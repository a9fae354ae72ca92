import { Global, Inject, Module } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule, DiscoveryService } from '@nestjs/core';
import type { ClockPort } from '@zhiheng/kernel';
import type { Database } from '@zhiheng/persistence';
import { CLOCK, DATABASE, LAW, SETTINGS, systemClock } from '@zhiheng/platform';
import type { Law, Settings } from '@zhiheng/platform';
import { Access } from '../access/access.js';
import { AccessGuard } from './access.guard.js';
import { checkGuardedRoutes } from './guarded-routes.js';
import { ACCESS } from './tokens.js';

/** Puts the guard before every route of the process, and refuses to start with a route that says nothing about who may use it. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    {
      provide: ACCESS,
      inject: [DATABASE, LAW, CLOCK, SETTINGS],
      useFactory: ({ pool }: Database, { config }: Law, clock: ClockPort, { tokenHours }: Settings) =>
        new Access({ pool, roles: config.roles, clock, sessionClock: systemClock, tokenHours }),
    },
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [ACCESS],
})
export class AuthModule implements OnModuleInit {
  constructor(@Inject(DiscoveryService) private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    checkGuardedRoutes(this.discovery.getControllers().flatMap(({ metatype }) => (metatype ? [metatype] : [])));
  }
}
