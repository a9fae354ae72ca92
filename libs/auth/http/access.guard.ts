import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ZhihengError } from '@zhiheng/kernel';
import type { Permission } from '@zhiheng/contracts';
import type { Access } from '../access/access.js';
import type { Principal } from '../principal.js';
import { NEEDED_PERMISSION, PUBLIC_ROUTE, WITH_OLD_PASSWORD } from './decorators.js';
import type { AuthenticatedRequest } from './decorators.js';
import { ACCESS } from './tokens.js';

/** Lets a request through to a route: it is public, or who makes it is signed in and may use it. Fills `request.principal`. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(ACCESS) private readonly access: Access,
    @Inject(Reflector) private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // Messages between processes are no requests of people.
    if (context.getType() !== 'http') return true;
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC_ROUTE, targets)) return true;
    const needed = this.reflector.getAllAndOverride<Permission | 'signed-in' | undefined>(NEEDED_PERMISSION, targets);
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const { principal, mustChangePassword } = await this.access.authenticate(credentialsOf(request));
    if (mustChangePassword && !this.reflector.getAllAndOverride<boolean>(WITH_OLD_PASSWORD, targets)) {
      throw new ZhihengError('PASSWORD_CHANGE_REQUIRED', { expected: 'POST /api/auth/password' });
    }
    checkPermission(principal, needed);
    request.principal = principal;
    return true;
  }
}

/** Throws PERMISSION_MISSING. A route that names no permission is closed: at the start such a route is a fault already. */
export function checkPermission({ permissions, actor }: Principal, needed: Permission | 'signed-in' | undefined): void {
  if (needed === 'signed-in' || (needed !== undefined && permissions.has(needed))) return;
  throw new ZhihengError('PERMISSION_MISSING', { expected: needed, found: actor.roles });
}

/** What the headers say about who asks. */
export function credentialsOf({ headers }: Pick<AuthenticatedRequest, 'headers'>): {
  readonly authorization?: string;
  readonly inPlaceOf?: string;
} {
  const { authorization } = headers;
  const inPlaceOf = headers['x-in-place-of'];
  return {
    ...(authorization !== undefined && { authorization }),
    ...(inPlaceOf !== undefined && { inPlaceOf: String(inPlaceOf) }),
  };
}
