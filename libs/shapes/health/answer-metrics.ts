import type { IncomingMessage, ServerResponse } from 'node:http';
import { isCollector } from '@zhiheng/metrics';
import type { ProcessMetrics } from '@zhiheng/metrics';

/** `/api/metrics`, as at the gateway, for the collector alone: here nobody signs in. Answers whether that was the path. */
export function answerMetrics(
  { metrics, metricsToken }: { readonly metrics: ProcessMetrics; readonly metricsToken: string | undefined },
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const [path] = (request.url ?? '').split('?');
  if (path !== '/api/metrics') return false;
  if (!isCollector(request.headers.authorization, metricsToken)) {
    response.writeHead(401, { 'content-type': 'application/problem+json; charset=utf-8', 'www-authenticate': 'Bearer' });
    response.end(JSON.stringify({ type: 'about:blank', status: 401, title: '请先登录 Sign in first', code: 'TOKEN_MISSING' }));
    return true;
  }
  metrics.registry.metrics().then(
    (text) => {
      response.writeHead(200, { 'content-type': metrics.registry.contentType, 'cache-control': 'no-store' });
      response.end(text);
    },
    () => response.writeHead(503).end(),
  );
  return true;
}
