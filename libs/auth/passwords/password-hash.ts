import { hash, verify } from '@node-rs/argon2';
import { randomBytes } from 'node:crypto';

// OWASP Password Storage Cheat Sheet: argon2id with at least 19 MiB and two passes. Raising them re-hashes at the next sign-in.
// Algorithm 2 is argon2id; the enum of the library has no value at run time.
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const CURRENT = `$argon2id$v=19$m=${PARAMETERS.memoryCost},t=${PARAMETERS.timeCost},p=${PARAMETERS.parallelism}$`;

export function hashPassword(password: string): Promise<string> {
  return hash(password, PARAMETERS);
}

/** Whether the password is the one of the hash. Without a hash (no such account) it takes the same time and is never right. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  standIn ??= hashPassword(randomBytes(32).toString('base64'));
  const right = await verify(stored ?? (await standIn), password);
  return stored !== null && right;
}

let standIn: Promise<string> | undefined;

/** Whether a hash was made with other parameters than those of today. */
export function isOutdatedHash(stored: string): boolean {
  return !stored.startsWith(CURRENT);
}
