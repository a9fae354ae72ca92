import type { IncomingMessage } from 'node:http';

/** What Nest's Express application offers for bodies. */
type TakesBodies = {
  useBodyParser(
    type: 'json',
    options: { readonly limit: string; readonly type: string | ((request: IncomingMessage) => boolean) },
  ): unknown;
};

const BULK_ROUTES = ['/api/procedures/events'];

/** JSON bodies are small; only a route that takes many items in one request takes a large one. */
export function acceptJsonBodies(app: TakesBodies): void {
  app.useBodyParser('json', { limit: '5mb', type: isBulk });
  app.useBodyParser('json', { limit: '100kb', type: 'application/json' });
}

function isBulk({ url, headers }: IncomingMessage): boolean {
  const path = (url ?? '').split('?')[0]!.replace(/\/$/, '');
  return BULK_ROUTES.includes(path) && /^application\/json\b/i.test(headers['content-type'] ?? '');
}
