import { ZhihengError } from '@zhiheng/kernel';
import type { JsonObject } from '@zhiheng/kernel';
import type { Answer, HttpClient } from './http-client.js';

const PASSING = [502, 503, 504];
const LONGEST_OUTAGE_MS = 120_000;

const OUTAGES = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'];

type Sending = {
  readonly as: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: JsonObject;
  readonly file?: { readonly headers: Readonly<Record<string, string>>; readonly bytes: Buffer };
  /** The same command under the same key is carried out once, however often it is sent. */
  readonly key?: string;
};

/** Who is signed in: one token an account, fetched when it is first needed and again when it has expired. */
export class Sessions {
  private readonly tokens = new Map<string, Promise<string>>();

  constructor(
    private readonly http: HttpClient,
    private readonly passwordOf: (account: string) => string,
  ) {}

  /** Sends as an account. What meets an outage is sent again under its key until the system is back. */
  async send(sending: Sending): Promise<Answer> {
    const until = performance.now() + LONGEST_OUTAGE_MS;
    for (let turn = 1; ; turn++) {
      const answer = await this.trySend(sending).catch((fault: unknown) => {
        if (!isOutage(fault) || performance.now() > until) throw fault;
        return undefined;
      });
      if (answer !== undefined && !(PASSING.includes(answer.status) && performance.now() < until)) return answer;
      await new Promise((resolve) => setTimeout(resolve, Math.min(2_000, 50 * 2 ** turn)));
    }
  }

  /** As `send`; anything but a success is a fault. */
  async get(as: string, path: string): Promise<Answer['body']> {
    const { status, body } = await this.send({ as, method: 'GET', path });
    if (status < 300) return body;
    throw new ZhihengError('SIMULATOR_READ_REFUSED', { expected: `200 ${path}`, found: `${status} ${JSON.stringify(body)}` });
  }

  private async trySend({ as, method, path, body, file, key }: Sending): Promise<Answer> {
    const ask = async (): Promise<Answer> => {
      const token = await this.tokenOf(as);
      return this.http.ask({
        method,
        path,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...file?.headers,
          ...(key !== undefined && { 'idempotency-key': key }),
        },
        ...((body !== undefined || file !== undefined) && { body: file?.bytes ?? JSON.stringify(body) }),
      });
    };
    const answer = await ask();
    if (answer.status !== 401) return answer;
    this.tokens.delete(as);
    return ask();
  }

  private tokenOf(account: string): Promise<string> {
    const known = this.tokens.get(account);
    if (known !== undefined) return known;
    const fetched = this.signIn(account);
    this.tokens.set(account, fetched);
    fetched.catch(() => this.tokens.delete(account));
    return fetched;
  }

  private async signIn(account: string): Promise<string> {
    const { status, body } = await this.http.ask({
      method: 'POST',
      path: '/api/auth/login',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account, password: this.passwordOf(account) }),
    });
    if (status === 200 && typeof body['token'] === 'string') return body['token'];
    throw new ZhihengError('SIMULATOR_NOT_SIGNED_IN', {
      expected: `账号 ${account} 可以登录 an account that can sign in`,
      found: `${status} ${JSON.stringify(body)}`,
    });
  }
}

function isOutage(fault: unknown): boolean {
  return OUTAGES.includes((fault as { readonly code?: string }).code ?? '');
}
