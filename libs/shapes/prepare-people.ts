import { refuseDemoAccounts, seedDemoAccounts } from '@zhiheng/auth';
import { systemClock } from '@zhiheng/platform';
import type { System } from '@zhiheng/platform';

/** Demo accounts where the settings ask for a demonstration; in production none of them may be left. */
export async function preparePeople({ database: { pool }, settings }: System): Promise<void> {
  if (settings.production) return refuseDemoAccounts(pool);
  if (settings.seed !== 'none') await seedDemoAccounts(pool, systemClock);
}
