import 'reflect-metadata';
import { deliverAnnouncements } from '@zhiheng/features/webhooks';
import { keepPublicList, keepPublicRecords } from '@zhiheng/features/publicity';
import { CONTEXT_NAMES, createLog, openSystem, readSettings, topicsOf } from '@zhiheng/platform';
import type { System } from '@zhiheng/platform';
import { allWorkflows } from '@zhiheng/workflows';

/**
 * Opens the system for one command: beside a running `npm start` it shares its database, otherwise it starts the embedded one
 * for as long as the command lasts.
 */
export async function withSystem<T>(run: (system: System) => Promise<T>): Promise<T> {
  const settings = readSettings({ ZHIHENG_LOG: 'error', ...process.env });
  const system = await openSystem({
    settings,
    workflows: allWorkflows,
    handlers: ({ pool }, clock) => [
      keepPublicList(pool),
      keepPublicRecords({ pool, clock }),
      deliverAnnouncements({ pool, topics: topicsOf(allWorkflows) }),
    ],
    log: createLog(settings.logLevel),
  });
  try {
    return await run(system);
  } finally {
    await system.close();
  }
}

/** As `withSystem`, with the queues at work: what the command sets going is carried out, by this process or another. */
export async function withWorkingSystem<T>(run: (system: System) => Promise<T>): Promise<T> {
  return withSystem(async (system) => {
    await system.runtime.start({ contexts: CONTEXT_NAMES, relay: true, sweeper: true });
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
