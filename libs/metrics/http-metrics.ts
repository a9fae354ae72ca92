import type { NextFunction, Request, Response } from 'express';
import { Histogram } from 'prom-client';
import type { Registry } from 'prom-client';

/** How long requests take, by route as it is declared: addresses of single procedures would be a series each. */
export class HttpMetrics {
  private readonly seconds: Histogram<'method' | 'route' | 'status'>;

  constructor(
    registry: Registry,
    private readonly requests: { limited(): void },
  ) {
    this.seconds = new Histogram({
      name: 'zhiheng_http_request_duration_seconds',
      help: 'Duration of HTTP requests by route',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [registry],
    });
  }

  /** Express middleware. */
  readonly observe = (request: Request, response: Response, next: NextFunction): void => {
    const end = this.seconds.startTimer();
    response.once('close', () => {
      const { path } = (request.route ?? {}) as { readonly path?: unknown };
      end({
        method: knownMethod(request.method),
        route: typeof path === 'string' ? path : 'other',
        status: String(response.statusCode),
      });
      if (response.statusCode === 429) this.requests.limited();
    });
    next();
  };
}

// Anybody can invent a method: it must not become a series.
function knownMethod(method: string): string {
  return ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].includes(method) ? method : 'other';
}
