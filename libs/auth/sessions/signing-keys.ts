import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import type { Instant } from '@zhiheng/kernel';
import type { Pool } from 'pg';

const ALGORITHM = 'EdDSA';

/** The key that signs tokens now. */
export type SigningKey = { readonly kid: string; readonly key: CryptoKey };

/** The current key; the first process that asks creates it, and all others get the same. */
export async function currentSigningKey(pool: Pool, at: Instant): Promise<SigningKey> {
  return (await readCurrent(pool)) ?? (await createKey(pool, at));
}

/** Retires the current key: new tokens are signed with another; those signed before stay good until they expire. */
export async function rotateSigningKey(pool: Pool, at: Instant): Promise<SigningKey> {
  const { kid } = await currentSigningKey(pool, at);
  await pool.query('update signing_key set retired_at = $2 where kid = $1', [kid, at]);
  return createKey(pool, at);
}

/** Public keys by id, kept: a key never changes under its id. */
export class VerificationKeys {
  private readonly known = new Map<string, CryptoKey>();

  constructor(private readonly pool: Pool) {}

  async find(kid: string): Promise<CryptoKey | undefined> {
    const known = this.known.get(kid);
    if (known !== undefined) return known;
    const { rows } = await this.pool.query<{ readonly public_jwk: JWK }>('select public_jwk from signing_key where kid = $1', [
      kid,
    ]);
    if (rows[0] === undefined) return undefined;
    const key = await keyOf(rows[0].public_jwk);
    this.known.set(kid, key);
    return key;
  }
}

async function readCurrent(pool: Pool): Promise<SigningKey | undefined> {
  const { rows } = await pool.query<{ readonly kid: string; readonly private_jwk: JWK }>(
    'select kid, private_jwk from signing_key where retired_at is null',
  );
  return rows[0] && { kid: rows[0].kid, key: await keyOf(rows[0].private_jwk) };
}

/** The index over the current key lets one process win; the others read what it wrote. */
async function createKey(pool: Pool, at: Instant): Promise<SigningKey> {
  const pair = await generateKeyPair(ALGORITHM, { extractable: true });
  await pool.query(
    `insert into signing_key (kid, private_jwk, public_jwk, created_at) values ($1, $2, $3, $4)
     on conflict ((true)) where retired_at is null do nothing`,
    [randomUUID(), await exportJWK(pair.privateKey), await exportJWK(pair.publicKey), at],
  );
  return (await readCurrent(pool))!;
}

async function keyOf(jwk: JWK): Promise<CryptoKey> {
  return (await importJWK(jwk, ALGORITHM)) as CryptoKey;
}
