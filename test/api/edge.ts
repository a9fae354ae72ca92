import type { INestApplication } from '@nestjs/common';
import { DEMO_PASSWORD } from '@zhiheng/auth';
import { createAdmission, openSystem, readSettings } from '@zhiheng/platform';
import type { ContextName, System } from '@zhiheng/platform';
import { createProbe, openGateway, preparePeople, systemPlan } from '@zhiheng/shapes';
import { OPENING } from './an-interview.js';

export type Headers = Readonly<Record<string, string>>;
export type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };
export type Edge = {
  readonly pool: System['database']['pool'];
  /** A procedure that the process has in its memory. */
  openInterview(): Promise<string>;
  post(path: string, body: unknown, headers?: Headers): Promise<Answer>;
  signIn(account: string): Promise<Headers>;
};
export type EdgeOptions = {
  readonly contexts: readonly ContextName[];
  /** Sees each request before all else. */
  readonly around?: (next: () => void) => void;
};

/** The real HTTP edge with its real guard over a migrated database, listening on the loopback. */
export async function withEdge(
  databaseUrl: string,
  { contexts, around = (next) => next() }: EdgeOptions,
  run: (edge: Edge) => Promise<void>,
): Promise<void> {
  const log = (): void => undefined;
  const settings = readSettings({ DATABASE_URL: databaseUrl, ZHIHENG_SEED: 'accounts', QUEUE_BACKEND: 'postgres' });
  const system = await openSystem(systemPlan(settings, { log, schema: 'require' }));
  let app: INestApplication | undefined;
  try {
    await preparePeople(system);
    const parts = { log, probe: createProbe(system, contexts), admission: createAdmission(settings.load), contexts };
    app = await openGateway(system, parts);
    app.use((_request: unknown, _response: unknown, next: () => void) => around(next));
    await app.listen(0, '127.0.0.1');
    await app.startAllMicroservices();
    const url = await app.getUrl();
    const post: Edge['post'] = async (path, body, headers = {}) => {
      const sent = {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      };
      const response = await fetch(url + path, sent);
      return { status: response.status, body: (await response.json()) as Answer['body'] };
    };
    const signIn: Edge['signIn'] = async (account) => {
      const { body } = await post('/api/auth/login', { account, password: DEMO_PASSWORD });
      return { authorization: `Bearer ${String(body['token'])}` };
    };
    const handler = await signIn('handler-1');
    const openInterview: Edge['openInterview'] = async () => {
      const { status, body } = await post('/api/procedures', OPENING, handler);
      expect({ status, kind: body['kind'] }).toEqual({ status: 201, kind: 'accepted' });
      return String(body['instanceId']);
    };
    await run({ pool: system.database.pool, openInterview, post, signIn });
  } finally {
    await app?.close();
    await system.close();
  }
}
