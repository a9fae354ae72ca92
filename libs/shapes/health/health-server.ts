import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerHealth } from './answer-health.js';
import type { Probe } from './probe.js';

export type HealthServer = { readonly url: string; close(): Promise<void> };

/** A small server beside a process that has no HTTP of its own, for compose and orchestrators. */
export async function startHealthServer(
  probe: Probe,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<HealthServer> {
  const server = createServer((request, response) => {
    if (answerHealth(probe, request, response)) return;
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
