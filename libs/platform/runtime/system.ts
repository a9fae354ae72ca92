import { startEmbeddedPostgres } from '@zhiheng/embedded-postgres';
import type { EmbeddedPostgres } from '@zhiheng/embedded-postgres';
import type { ClockPort } from '@zhiheng/kernel';
import { openDatabase } from '@zhiheng/persistence';
import type { Database } from '@zhiheng/persistence';
import type { Upgrade, Workflow } from '@zhiheng/workflow-kit';
import { crashAtPoint } from '../crash-at.js';
import { MovableClock } from '../clock/movable-clock.js';
import { systemClock } from '../clock/system-clock.js';
import type { Log } from '../log/log.js';
import type { Settings } from '../settings.js';
import type { Subscription } from './announcement-handler.js';
import { loadLaw } from './law.js';
import type { Law } from './law.js';
import { createRuntime } from './runtime.js';
import type { Runtime } from './runtime.js';

export type SystemPlan = {
  readonly settings: Settings;
  readonly workflows: readonly Workflow[];
  readonly upgrades: readonly Upgrade[];
  /** Topics that the handlers of all contexts want, those of other processes included. */
  readonly subscriptions: readonly Subscription[];
  /** `migrate` brings the database up to date; `await` waits until somebody else has; `require` refuses one that is not. */
  readonly schema: 'migrate' | 'await' | 'require';
  readonly log: Log;
};

/** An opened system: database up to date, law loaded and checked, runtime ready to be started. */
export type System = {
  readonly settings: Settings;
  readonly database: Database;
  readonly databaseUrl: string;
  readonly embedded: EmbeddedPostgres | undefined;
  readonly law: Law;
  readonly runtime: Runtime;
  readonly clock: ClockPort;
  readonly migrated: readonly string[];
  /** Stops the runtime, then the database, in the order in which work flows. */
  close(): Promise<void>;
};

/** Opens the system: law first (its faults need no database), then the database (embedded unless DATABASE_URL is set), then the runtime. */
export async function openSystem({ settings, workflows, upgrades, subscriptions, schema, log }: SystemPlan): Promise<System> {
  if (settings.crashAt !== undefined) crashAtPoint(settings.crashAt, log);
  const law = await loadLaw(workflows, upgrades);
  const closers: (() => Promise<void>)[] = [];
  // One that fails must not keep the next from closing: the database goes last, and it must go.
  const close = async (): Promise<void> => {
    const faults: unknown[] = [];
    for (const closer of closers.splice(0).reverse()) await closer().catch((fault: unknown) => faults.push(fault));
    if (faults.length > 0) throw faults[0];
  };
  try {
    const embedded = settings.databaseUrl === undefined ? await startEmbeddedPostgres() : undefined;
    if (embedded !== undefined) closers.push(() => embedded.stop());
    const databaseUrl = settings.databaseUrl ?? embedded!.url;
    const database = await openDatabase({ url: databaseUrl, limits: settings.databaseLimits });
    closers.push(() => database.close());
    const migrated =
      schema === 'migrate' ? await database.migrate() : await database.awaitSchema(schema === 'require' ? 0 : undefined);
    const { clock: kind, clockStart } = settings;
    const clock = kind === 'system' ? systemClock : await MovableClock.open(database.pool, { kind, startsAt: clockStart });
    if (clock instanceof MovableClock) closers.push(() => clock.close());
    const runtime = await createRuntime({ settings, databaseUrl, database, clock, law, subscriptions, log });
    closers.push(() => runtime.stop());
    return { settings, database, databaseUrl, embedded, law, runtime, clock, migrated, close };
  } catch (fault) {
    await close();
    throw fault;
  }
}
