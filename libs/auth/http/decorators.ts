import { SetMetadata, createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Permission } from '@zhiheng/contracts';
import type { Claim } from '@zhiheng/platform';
import type { Principal } from '../principal.js';

export const PUBLIC_ROUTE = 'zhiheng:public-route';
export const NEEDED_PERMISSION = 'zhiheng:needed-permission';
export const UNLIMITED = 'zhiheng:unlimited';
export const ABOUT_PROCEDURE = 'zhiheng:about-procedure';
export const WITH_OLD_PASSWORD = 'zhiheng:with-old-password';

/** The request as the access guard leaves it. */
export type AuthenticatedRequest = Request & { principal?: Principal; hidden?: boolean; claim?: Claim };

/** The route needs no sign-in. Every route is either `@Public()` or says what it `@Requires`. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC_ROUTE, true);

/** The route is for roles with this permission; `signed-in` is enough for what everybody may do with their own account. */
export const Requires = (permission: Permission | 'signed-in'): MethodDecorator & ClassDecorator =>
  SetMetadata(NEEDED_PERMISSION, permission);

/** A public route that may be asked as often as one likes: by the watchers of the system. */
export const Unlimited = (): MethodDecorator & ClassDecorator => SetMetadata(UNLIMITED, true);

/** The route stays open to somebody who must set a new password first. */
export const WithOldPassword = (): MethodDecorator => SetMetadata(WITH_OLD_PASSWORD, true);

/** The route is about the procedure that this parameter names: `@Hidden()` tells whether it is restricted to others. */
export const AboutProcedure = (parameter: string): MethodDecorator => SetMetadata(ABOUT_PROCEDURE, parameter);

/** Whether the procedure is restricted to others, as it was when the session was read; so is what nobody has looked up. */
export const Hidden = createParamDecorator((_: unknown, context: ExecutionContext): boolean => {
  return context.switchToHttp().getRequest<AuthenticatedRequest>().hidden ?? true;
});

/** Who makes the request. */
export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  return context.switchToHttp().getRequest<AuthenticatedRequest>().principal!;
});
