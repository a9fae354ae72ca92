import 'reflect-metadata';
import { ValidationPipe } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { PERMISSIONS, hiddenFrom } from '@zhiheng/auth';
import type { AuthenticatedRequest, Principal } from '@zhiheng/auth';
import { prefixOf } from '@zhiheng/contracts';
import type { Role } from '@zhiheng/contracts';
import { EnterprisesModule } from '@zhiheng/features/enterprises';
import { IntakeModule } from '@zhiheng/features/intake';
import { ProceduresModule } from '@zhiheng/features/procedures';
import { WebhooksModule } from '@zhiheng/features/webhooks';
import { isUuid } from '@zhiheng/kernel';
import { withPostgres } from '@zhiheng/persistence/testing';
import type { TestDatabase } from '@zhiheng/persistence/testing';
import { PlatformModule, ProblemFilter, WellFormedPipe, acceptJsonBodies, createRuntime, loadLaw } from '@zhiheng/platform';
import type { Law, Runtime } from '@zhiheng/platform';
import { FakeClock } from '@zhiheng/testing';
import { allUpgrades, allWorkflows } from '@zhiheng/workflows';

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
};
export type Asking = {
  readonly as?: Principal;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly form?: FormData;
  readonly signal?: AbortSignal;
};
export type ApiWorld = {
  readonly url: string;
  readonly database: TestDatabase;
  readonly law: Law;
  readonly runtime: Runtime;
  readonly clock: FakeClock;
  /** Faults of the interface itself: there must be none. */
  readonly faults: readonly unknown[];
  ask(path: string, asking?: Asking): Promise<Answer>;
  open(path: string, asking?: Asking): Promise<Response>;
};

export const CITY = '442000';
let loaded: Promise<Law> | undefined;
const PEOPLE = new Map<string, Principal>();

/** Somebody with every permission and one or more roles: what they may send is for the workflows to say. */
export function somebody(
  id: string,
  roles: readonly Role[],
  { area = CITY, subjectId }: { readonly area?: string; readonly subjectId?: string } = {},
): Principal {
  const reads = !roles.every((role) => role === 'party');
  const principal: Principal = {
    actor: { id, name: id, roles, ...(reads && { area }), ...(subjectId !== undefined && { subjectId }) },
    permissions: new Set(PERMISSIONS),
    scope: {
      accountIds: [id],
      jurisdictionPrefixes: reads ? [prefixOf(area)] : [],
      workflows: 'all',
      ...(subjectId !== undefined && { subjectId }),
    },
  };
  PEOPLE.set(id, principal);
  return principal;
}

export const handler = somebody('handler-1', ['case-handler', 'inspector']);

/** Puts the person named by a header on the request, as the guard of the real gateway does with the one behind a token. */
class NamedByHeader implements CanActivate {
  constructor(private readonly pool: TestDatabase['pool']) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    request.principal = PEOPLE.get(String(request.headers['x-test-person']))!;
    const id = String(request.params['id']).toLowerCase();
    if (isUuid(id)) request.hidden = (await hiddenFrom(this.pool, [id], request.principal.scope)).size > 0;
    return true;
  }
}

/** The signed-in interface over a database of its own, with the engine and all workflows unless given others, listening on the loopback. */
export async function withApi(
  run: (world: ApiWorld) => Promise<void>,
  options: { readonly law?: Promise<Law> } = {},
): Promise<void> {
  await withPostgres(async (database) => {
    const clock = new FakeClock();
    const law = await (options.law ?? (loaded ??= loadLaw(allWorkflows, allUpgrades)));
    const faults: unknown[] = [];
    const log = (event: string, fields?: unknown): void => void (event === 'http.fault' && faults.push(fields));
    const runtime = await createRuntime({
      settings: { queueBackend: 'postgres' },
      databaseUrl: database.url,
      database,
      clock,
      law,
      subscriptions: [],
      log,
    });
    const platform = PlatformModule.of({ database, law, runtime, clock, settings: { webhookLoopback: true } as never });
    const root = {
      module: class ApiModule {},
      imports: [platform, ProceduresModule, EnterprisesModule, IntakeModule, WebhooksModule],
    };
    const app = await NestFactory.create<NestExpressApplication>(root, { logger: ['error', 'fatal'], abortOnError: false });
    acceptJsonBodies(app);
    app.useGlobalGuards(new NamedByHeader(database.pool));
    app.useGlobalPipes(
      new WellFormedPipe(),
      new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true }),
    );
    app.useGlobalFilters(new ProblemFilter(log));
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    const open = (
      path: string,
      { as = handler, method = 'GET', headers, body, form, signal }: Asking = {},
    ): Promise<Response> =>
      fetch(url + path, {
        method,
        headers: {
          'x-test-person': as.actor.id,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        ...(form !== undefined && { body: form }),
        ...(signal !== undefined && { signal }),
      });
    try {
      await run({
        ...{ url, database, law, runtime, clock, faults, open },
        ask: async (path, asking) => {
          const response = await open(path, asking);
          const text = await response.text();
          return { status: response.status, headers: response.headers, text, body: parsed(text) };
        },
      });
    } finally {
      await app.close();
      await runtime.stop();
    }
  });
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}
