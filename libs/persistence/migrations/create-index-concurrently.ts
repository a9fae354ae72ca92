import type { QueryRunner } from 'typeorm';

/**
 * Builds an index while others write. Only in a migration with `transaction = false`, which does nothing else: it may be run again
 * after it was ended in the middle, and what that left is removed first. It waits for open transactions, but nobody waits for it.
 */
export async function createIndexConcurrently(
  runner: QueryRunner,
  { name, on, unique = false }: { readonly name: string; readonly on: string; readonly unique?: boolean },
): Promise<void> {
  await runner.query('set lock_timeout = 0');
  await runner.query(`drop index concurrently if exists ${name}`);
  await runner.query(`create ${unique ? 'unique ' : ''}index concurrently ${name} on ${on}`);
  await runner.query('reset lock_timeout');
}
