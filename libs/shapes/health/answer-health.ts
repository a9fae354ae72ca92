import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Probe } from './probe.js';

/** `/health/live`: the process answers and its workers are there. `/health/ready`: it can do its work. Answers whether the path was one of them. */
export function answerHealth(probe: Probe, request: IncomingMessage, response: ServerResponse): boolean {
  const [path] = (request.url ?? '').split('?');
  if (path === '/health/live') {
    const live = probe.live();
    send(response, { status: live ? 200 : 503, body: { status: live ? 'live' : 'workers-gone' } });
    return true;
  }
  if (path !== '/health/ready') return false;
  probe.ready().then(
    ({ ready, checks }) =>
      send(response, { status: ready ? 200 : 503, body: { status: ready ? 'ready' : 'not-ready', checks } }),
    () => send(response, { status: 503, body: { status: 'not-ready' } }),
  );
  return true;
}

function send(response: ServerResponse, { status, body }: { readonly status: number; readonly body: object }): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
