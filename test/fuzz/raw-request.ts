import { Agent, request } from 'node:http';
import type { FuzzRequest } from './inputs.js';

export type RawAnswer = { readonly status: number; readonly type: string; readonly text: string };

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/** Sends a request byte for byte. A stream of events is closed as soon as it begins. */
export function sendRaw(base: string, { method, path, headers, body }: FuzzRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { hostname, port, method, path, headers: { ...headers, 'content-length': body?.length ?? 0 }, agent, timeout: 60_000 },
      (incoming) => {
        const status = incoming.statusCode ?? 0;
        const type = (incoming.headers['content-type'] ?? '').split(';')[0]!;
        const chunks: Buffer[] = [];
        if (type === 'text/event-stream') {
          outgoing.destroy();
          resolve({ status, type, text: '' });
          return;
        }
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () => resolve({ status, type, text: Buffer.concat(chunks).toString('utf8') }));
        incoming.on('error', reject);
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within 60 s: ${method} ${path}`)));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

export function closeConnections(): void {
  agent.destroy();
}
