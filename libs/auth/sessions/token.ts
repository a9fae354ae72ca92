import { SignJWT, errors, jwtVerify } from 'jose';
import { ZhihengError, isUuid } from '@zhiheng/kernel';
import type { Instant } from '@zhiheng/kernel';
import type { SigningKey, VerificationKeys } from './signing-keys.js';

const ISSUER = 'zhiheng';
const ALGORITHM = 'EdDSA';

export type TokenContent = {
  readonly account: string;
  readonly sessionId: string;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
};

/** Signs a token for a session. */
export function signToken(
  { kid, key }: SigningKey,
  { account, sessionId, issuedAt, expiresAt }: TokenContent,
): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: ALGORITHM, kid, typ: 'JWT' })
    .setIssuer(ISSUER)
    .setAudience(ISSUER)
    .setSubject(account)
    .setJti(sessionId)
    .setIssuedAt(seconds(issuedAt))
    .setExpirationTime(seconds(expiresAt))
    .sign(key);
}

/** The session of a token. Throws TOKEN_INVALID, TOKEN_EXPIRED. */
export async function verifyToken(keys: VerificationKeys, token: string, now: Instant): Promise<string> {
  try {
    const { payload } = await jwtVerify(
      token,
      async ({ kid }) => {
        const key = kid === undefined || !isUuid(kid) ? undefined : await keys.find(kid);
        if (key === undefined) throw tokenInvalid();
        return key;
      },
      {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: ISSUER,
        currentDate: new Date(now),
        requiredClaims: ['jti', 'sub', 'exp'],
      },
    );
    if (!isUuid(payload.jti!)) throw tokenInvalid();
    return payload.jti!;
  } catch (fault) {
    if (fault instanceof errors.JWTExpired) throw new ZhihengError('TOKEN_EXPIRED');
    if (fault instanceof errors.JOSEError) throw tokenInvalid();
    throw fault;
  }
}

export function tokenInvalid(): ZhihengError {
  return new ZhihengError('TOKEN_INVALID', { expected: 'Authorization: Bearer <token of /api/auth/login>' });
}

function seconds(at: Instant): number {
  return Math.floor(Date.parse(at) / 1_000);
}
