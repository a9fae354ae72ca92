import http from 'node:http';
import https from 'node:https';
import { checkDestination, guardedLookup } from './destination.js';
import type { DestinationRule } from './destination.js';

/** What came of one attempt: a status, or why there is none. */
export type Attempt = { readonly status?: number; readonly fault?: string };

const TIMEOUT_MS = 10_000;
const MOST_BYTES = 64 * 1024;

/** Posts one event. Never throws; follows no redirect, waits ten seconds at most and reads no more than 64 KiB of the answer. */
export function postEvent(
  rule: DestinationRule,
  request: { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: string },
): Promise<Attempt> {
  return new Promise((resolve) => {
    const failed = (fault: unknown): void => {
      const { code, message } = fault as { readonly code?: string; readonly message?: string };
      resolve({ fault: (code ?? message ?? String(fault)).slice(0, 200) });
    };
    try {
      // The rule may have changed since the webhook was made.
      const url = checkDestination(request.url, rule);
      const post = (url.protocol === 'https:' ? https : http).request(
        url,
        {
          method: 'POST',
          agent: false,
          lookup: guardedLookup(rule),
          signal: AbortSignal.timeout(TIMEOUT_MS),
          headers: {
            'content-type': 'application/cloudevents+json; charset=UTF-8',
            'content-length': Buffer.byteLength(request.body),
            'user-agent': 'zhiheng-webhooks/1',
            ...request.headers,
          },
        },
        (response) => {
          let bytes = 0;
          response.on('data', (chunk: Buffer) => {
            bytes += chunk.length;
            if (bytes > MOST_BYTES) response.destroy();
          });
          response.on('close', () => resolve({ status: response.statusCode ?? 0 }));
          response.on('error', () => undefined);
        },
      );
      post.on('error', failed);
      post.end(request.body);
    } catch (fault) {
      failed(fault);
    }
  });
}
