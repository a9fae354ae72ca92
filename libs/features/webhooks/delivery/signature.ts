import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';

/** A new secret in the form of Standard Webhooks. Shown once, when it is made. */
export function newSecret(): string {
  return PREFIX + randomBytes(32).toString('base64');
}

/** The three headers of Standard Webhooks. With two secrets (one about to go) either of the signatures may be checked. */
export function signatureHeaders(
  message: { readonly id: string; readonly timestamp: number; readonly body: string },
  secrets: readonly string[],
): Readonly<Record<string, string>> {
  const { id, timestamp, body } = message;
  const sign = (secret: string): string =>
    `v1,${createHmac('sha256', Buffer.from(secret.slice(PREFIX.length), 'base64'))
      .update(`${id}.${timestamp}.${body}`)
      .digest('base64')}`;
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': secrets.map(sign).join(' ') };
}
