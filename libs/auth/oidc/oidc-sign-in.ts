import * as oidc from 'openid-client';
import { ZhihengError, instant } from '@zhiheng/kernel';
import type { OidcSettings } from '@zhiheng/platform';
import type { Access } from '../access/access.js';
import { rememberAttempt, takeAttempt } from './login-attempts.js';

const MINUTES_TO_SIGN_IN = 10;

/** Signing in at an OpenID Connect provider. Who somebody is comes from there; what they may do stays in the account here. */
export class OidcSignIn {
  private found: Promise<oidc.Configuration> | undefined;

  constructor(
    private readonly access: Access,
    private readonly settings: OidcSettings,
  ) {}

  /** Where the browser goes, and the state that it must bring back. Throws OIDC_UNREACHABLE. */
  async begin(): Promise<{ readonly url: URL; readonly state: string }> {
    const { pool, sessionClock } = this.access.ports;
    const configuration = await this.provider();
    const attempt = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() };
    const now = sessionClock.now();
    await rememberAttempt(pool, attempt, { now, expiresAt: instant(Date.parse(now) + MINUTES_TO_SIGN_IN * 60_000) });
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: this.settings.redirectUrl,
      scope: 'openid profile',
      code_challenge: await oidc.calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: 'S256',
      state: attempt.state,
      nonce: attempt.nonce,
    });
    return { url, state: attempt.state };
  }

  /** Opens a session for who comes back from the provider. Throws OIDC_REFUSED, ACCOUNT_NOT_LINKED. */
  async finish(
    query: string,
    stateOfBrowser: string | undefined,
  ): Promise<{ readonly token: string; readonly expiresAt: string }> {
    const { pool, sessionClock } = this.access.ports;
    const configuration = await this.provider();
    // The state lies in a cookie too: a link that somebody else began signs nobody in.
    if (stateOfBrowser === undefined) throw refused('登录由本浏览器发起 a sign-in that this browser began');
    const attempt = await takeAttempt(pool, stateOfBrowser, sessionClock.now());
    if (attempt === undefined) throw refused('未用过、未过期的登录 a sign-in that is neither used nor expired');
    const subject = await this.subjectOf(configuration, query, attempt);
    const { rows } = await pool.query<{ readonly id: string }>(
      'select id from account where external_subject = $1 and active',
      [subject],
    );
    if (rows[0] === undefined) throw new ZhihengError('ACCOUNT_NOT_LINKED', { found: subject });
    return this.access.openSession(rows[0].id);
  }

  private async subjectOf(
    configuration: oidc.Configuration,
    query: string,
    { state, nonce, verifier }: { readonly state: string; readonly nonce: string; readonly verifier: string },
  ): Promise<string> {
    const address = new URL(this.settings.redirectUrl);
    address.search = query;
    const tokens = await oidc
      .authorizationCodeGrant(configuration, address, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      })
      .catch((cause: unknown) => {
        throw refused((cause as { readonly code?: string }).code ?? 'code');
      });
    const claim = tokens.claims()?.[this.settings.accountClaim];
    if (typeof claim !== 'string' || claim === '') throw refused(`id_token: ${this.settings.accountClaim}`);
    return claim;
  }

  /** Asked at the first sign-in, not at the start: a provider that is down must not keep the system down. */
  private provider(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const server = new URL(issuer);
    // The settings let plain http through for addresses of this machine only.
    const options = server.protocol === 'http:' ? { execute: [oidc.allowInsecureRequests] } : {};
    this.found ??= oidc.discovery(server, clientId, clientSecret, undefined, options).catch((cause: unknown) => {
      this.found = undefined;
      throw new ZhihengError('OIDC_UNREACHABLE', { expected: issuer, retry: 'later', cause });
    });
    return this.found;
  }
}

function refused(expected: string): ZhihengError {
  return new ZhihengError('OIDC_REFUSED', { expected });
}
