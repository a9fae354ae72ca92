import 'reflect-metadata';
import { CONTEXT_NAMES, createLog, openSystem, readSettings } from '@zhiheng/platform';
import type { Log, System, SystemPlan } from '@zhiheng/platform';
import { startConsumer, systemPlan } from '@zhiheng/shapes';

/**
 * Opens the system for one command: beside a running `npm start` it shares its database, otherwise it starts the embedded one
 * for as long as the command lasts.
 */
export async function withSystem<T>(
  run: (system: System, log: Log) => Promise<T>,
  { schema = 'migrate' }: Partial<Pick<SystemPlan, 'schema'>> = {},
): Promise<T> {
  const settings = readSettings({ ZHIHENG_LOG: 'error', ...process.env }, 'cli');
  const log = createLog(settings.logLevel);
  const system = await openSystem(systemPlan(settings, { log, schema }));
  try {
    return await run(system, log);
  } finally {
    await system.close();
  }
}

/** As `withSystem`, with the queues at work: what the command sets going is carried out, by this process or another. */
export async function withWorkingSystem<T>(run: (system: System) => Promise<T>): Promise<T> {
  return withSystem(async (system, log) => {
    await Promise.all(CONTEXT_NAMES.map((context) => startConsumer(system, context, log)));
    system.runtime.start({ relay: true, sweeper: true });
    return run(system);
  });
}

/** Resolves when no announcement waits to be handled and no clock is due. Throws nothing: dead letters do not wait. */
export async function settled(
  { database: { pool }, clock }: System,
  onWaiting: (waiting: number) => void = () => undefined,
): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ readonly waiting: string }>(
      `select (select count(*) from outbox) + (select count(*) from clock where state = 'running' and due_at <= $1) as waiting`,
      [clock.now()],
    );
    const waiting = Number(rows[0]?.waiting);
    onWaiting(waiting);
    if (waiting === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
