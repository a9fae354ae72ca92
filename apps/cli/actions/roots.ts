import { keepRoots, proofOf } from '@zhiheng/audit-files';
import { ZhihengError } from '@zhiheng/kernel';
import type { ClockPort } from '@zhiheng/kernel';
import { PostgresRootStore, makeDailyRoots } from '@zhiheng/persistence';
import type { Database } from '@zhiheng/persistence';
import { MovableClock, readSettings, systemClock } from '@zhiheng/platform';
import { print, printJson } from '../print.js';
import { procedureId } from '../read-argument.js';
import { withCurrentDatabase } from '../with-database.js';

export function listRoots(json: boolean): Promise<void> {
  return withCurrentDatabase(async ({ pool }) => {
    const roots = await new PostgresRootStore(pool).roots();
    if (json) return printJson({ roots });
    for (const { day, hash, text } of roots) print(`${day}\t${hash}\t${text}`);
    if (roots.length === 0) print('没有 none');
  });
}

export function makeRoots(json: boolean): Promise<void> {
  return withCurrentDatabase(async (database) => {
    const { made, waiting } = await withClock(database, (clock) => makeDailyRoots(database.pool, clock.now()));
    if (waiting)
      throw new ZhihengError('TRANSACTIONS_OPEN', {
        expected: '此前开始的事务均已结束 every transaction that began before has ended',
        found: '仍有未结束的事务 one is still open',
        retry: 'later',
      });
    if (json) return printJson({ made });
    for (const { day, hash } of made) print(`✓ ${day} ${hash}`);
    if (made.length === 0) print('没有新结束的日期 no day has ended since');
  });
}

export function keepAllRoots(folder: string, json: boolean): Promise<void> {
  return withCurrentDatabase(async ({ pool }) => {
    const { roots, added } = await keepRoots(new PostgresRootStore(pool), folder);
    const last = roots.at(-1);
    if (json) return printJson({ folder, days: roots.length, added, ...(last && { last }) });
    print(`${folder}: 日根 daily roots ${roots.length}，新增 added ${added}`);
    if (last !== undefined) print(`${last.day} ${last.hash}`);
  });
}

/** Prints the proof of the last root that covers the procedure. */
export function proveProcedure(text: string): Promise<void> {
  const id = procedureId(text);
  return withCurrentDatabase(async ({ pool }) => printJson(await proofOf(new PostgresRootStore(pool), id)));
}

// Days end when the clock of the system says so, and that may be one that was set forward.
async function withClock<T>({ pool }: Database, run: (clock: ClockPort) => Promise<T>): Promise<T> {
  const { clock: kind } = readSettings(process.env, 'cli');
  if (kind === 'system') return run(systemClock);
  const clock = await MovableClock.open(pool, { kind });
  try {
    return await run(clock);
  } finally {
    await clock.close();
  }
}
