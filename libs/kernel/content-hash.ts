import { hash } from 'node:crypto';
import { createRequire } from 'node:module';
import type { Json } from './brand.js';

// The package is CommonJS with an ESM-style type declaration: required, so that type and value agree.
const canonicalize = createRequire(import.meta.url)('canonicalize') as (value: unknown) => string;

/** JSON in the canonical form of RFC 8785: equal values give equal text. */
export function canonicalJson(value: Json): string {
  return canonicalize(value);
}

/** SHA-256 of UTF-8 text, 64 lower-case hex digits. */
export function sha256(text: string): string {
  return hash('sha256', text);
}

/** SHA-256 over the canonical JSON of a value: the name under which rule sets and calendars are kept. */
export function contentHash(value: Json): string {
  return sha256(canonicalJson(value));
}
