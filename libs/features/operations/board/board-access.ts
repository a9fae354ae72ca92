import { checkPermission } from '@zhiheng/auth';
import type { Access, Principal } from '@zhiheng/auth';
import { ZhihengError } from '@zhiheng/kernel';
import type { IncomingMessage } from 'node:http';

/** Everything for operators in a browser is below it. */
export const ADMIN_PATH = '/admin';
export const BOARD_PATH = `${ADMIN_PATH}/queues`;
export const BOARD_COOKIE = 'zhiheng-board';
/** A session for the board lasts half an hour. */
export const BOARD_HOURS = 0.5;

/** `HttpOnly`: no script reads it. `SameSite=Strict`: no other site can make the browser send it. It goes to the operators' pages only. */
export function boardCookie(token: string, { secure }: { readonly secure: boolean }): string {
  const parts = [
    `${BOARD_COOKIE}=${token}`,
    `Path=${ADMIN_PATH}`,
    `Max-Age=${BOARD_HOURS * 3_600}`,
    'HttpOnly',
    'SameSite=Strict',
  ];
  return [...parts, ...(secure ? ['Secure'] : [])].join('; ');
}

/**
 * Who looks at the board: by the cookie, or by a bearer token as anywhere. Throws as the guard of the interface does, and
 * CROSS_SITE_REQUEST for a change that did not come from the board itself.
 */
export async function boardPrincipal(access: Access, request: IncomingMessage): Promise<Principal> {
  const authorization = request.headers.authorization ?? bearerOfCookie(request.headers.cookie);
  const { principal, mustChangePassword } = await access.authenticate(authorization === undefined ? {} : { authorization });
  if (mustChangePassword) throw new ZhihengError('PASSWORD_CHANGE_REQUIRED', { expected: 'POST /api/auth/password' });
  if (isReading(request)) {
    checkPermission(principal, 'operations.read');
    return principal;
  }
  checkPermission(principal, 'dead-letters.manage');
  if (request.headers.authorization === undefined && !isFromHere(request))
    throw new ZhihengError('CROSS_SITE_REQUEST', { expected: 'same-origin', found: request.headers.origin ?? 'none' });
  return principal;
}

export function isReading({ method }: Pick<IncomingMessage, 'method'>): boolean {
  return method === 'GET' || method === 'HEAD';
}

function bearerOfCookie(cookie: string | undefined): string | undefined {
  const pairs = (cookie ?? '').split(';').map((pair) => pair.trim());
  const own = pairs.find((pair) => pair.startsWith(`${BOARD_COOKIE}=`));
  return own === undefined ? undefined : `Bearer ${own.slice(BOARD_COOKIE.length + 1)}`;
}

// A second lock beside SameSite: sites of one domain count as the same site, but not as the same origin.
function isFromHere({ headers }: IncomingMessage): boolean {
  const { origin, host } = headers;
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === host;
}
