import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ZhihengError, isUuid } from '@zhiheng/kernel';
import type { Permission } from '@zhiheng/contracts';
import { keyToClaim } from '@zhiheng/platform';
import type { Access } from '../access/access.js';
import type { PublicLimits } from '../limits/rate-limits.js';
import type { Principal } from '../principal.js';
import { ABOUT_PROCEDURE, NEEDED_PERMISSION, PUBLIC_ROUTE, UNLIMITED, WITH_OLD_PASSWORD } from './decorators.js';
import type { AuthenticatedRequest } from './decorators.js';
import { ACCESS, PUBLIC_LIMITS } from './tokens.js';

/**
 * Lets a request through to a route: it is public, or who makes it is signed in and may use it. Fills `request.principal` and, in the same
 * round trip to the database, what the route asks for: whether its procedure is hidden, and the claim of its key.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(ACCESS) private readonly access: Access,
    @Inject(PUBLIC_LIMITS) private readonly limits: PublicLimits,
    @Inject(Reflector) private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // Messages between processes are no requests of people.
    if (context.getType() !== 'http') return true;
    const targets = [context.getHandler(), context.getClass()];
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC_ROUTE, targets)) {
      if (!this.reflector.getAllAndOverride<boolean>(UNLIMITED, targets)) await this.limits.take(addressOf(request));
      return true;
    }
    const needed = this.reflector.getAllAndOverride<Permission | 'signed-in' | undefined>(NEEDED_PERMISSION, targets);
    const procedureId = procedureOf(request, this.reflector.get<string | undefined>(ABOUT_PROCEDURE, context.getHandler()));
    const { principal, mustChangePassword, hidden, claim } = await this.access.authenticate(credentialsOf(request), {
      procedureId,
      // Where a permission is needed as well it has to be known first: the key of a request that is refused stays free.
      key: needed === 'signed-in' ? () => keyToClaim(context.getHandler(), request) : undefined,
    });
    if (mustChangePassword && !this.reflector.getAllAndOverride<boolean>(WITH_OLD_PASSWORD, targets)) {
      throw new ZhihengError('PASSWORD_CHANGE_REQUIRED', { expected: 'POST /api/auth/password' });
    }
    checkPermission(principal, needed);
    request.principal = principal;
    if (procedureId !== undefined) request.hidden = hidden;
    if (claim !== undefined) request.claim = claim;
    return true;
  }
}

/** The id of the procedure in a parameter; none where it is no id, which is for the route to refuse. */
function procedureOf({ params }: AuthenticatedRequest, parameter: string | undefined): string | undefined {
  const id = parameter === undefined ? '' : String(params[parameter]).toLowerCase();
  return isUuid(id) ? id : undefined;
}

/** Throws PERMISSION_MISSING. A route that names no permission is closed: at the start such a route is a fault already. */
export function checkPermission({ permissions, actor }: Principal, needed: Permission | 'signed-in' | undefined): void {
  if (needed === 'signed-in' || (needed !== undefined && permissions.has(needed))) return;
  throw new ZhihengError('PERMISSION_MISSING', { expected: needed, found: actor.roles });
}

/** The address of the client; behind a proxy, as `trust proxy` says. */
export function addressOf({ ip }: Pick<AuthenticatedRequest, 'ip'>): string {
  return ip ?? 'unknown';
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
