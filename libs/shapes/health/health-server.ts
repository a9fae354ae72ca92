import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ProcessMetrics } from '@zhiheng/metrics';
import type { Settings } from '@zhiheng/platform';
import { answerHealth } from './answer-health.js';
import { answerMetrics } from './answer-metrics.js';
import type { Probe } from './probe.js';

export type HealthServer = { readonly url: string; close(): Promise<void> };

/** A small server beside a process that has no HTTP of its own, for compose, orchestrators and the collector of metrics. */
export async function startHealthServer(
  { probe, metrics }: { readonly probe: Probe; readonly metrics: ProcessMetrics },
  { host, port, metricsToken }: Pick<Settings, 'host' | 'port' | 'metricsToken'>,
): Promise<HealthServer> {
  const server = createServer((request, response) => {
    if (answerHealth(probe, request, response) || answerMetrics({ metrics, metricsToken }, request, response)) return;
    response.writeHead(404, { 'content-type': 'application/json' });
    response.end('{"status":404,"code":"NOT_FOUND"}');
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const { address, port: chosen, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${chosen}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
