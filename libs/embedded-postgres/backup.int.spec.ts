import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  backUpEmbedded,
  listBaseBackups,
  pruneBackups,
  restoreEmbedded,
  startEmbeddedPostgres,
} from '@zhiheng/embedded-postgres';
import type { EmbeddedPostgres } from '@zhiheng/embedded-postgres';
import pg from 'pg';

const MINUTES = 60_000;

describe('a backup of the embedded database', () => {
  let home: string;
  let dataDir: string;
  let backupDir: string;
  let running: EmbeddedPostgres[];

  const start = async (): Promise<EmbeddedPostgres> => {
    const postgres = await startEmbeddedPostgres({ dataDir, port: 0 });
    running.push(postgres);
    return postgres;
  };
  const query = async <R extends object>({ url }: EmbeddedPostgres, statement: string): Promise<readonly R[]> => {
    const client = new pg.Client(url);
    await client.connect();
    try {
      return (await client.query<R & Record<string, unknown>>(statement)).rows;
    } finally {
      await client.end();
    }
  };
  const found = async (postgres: EmbeddedPostgres) =>
    (await query<{ readonly n: number }>(postgres, 'select n from finding order by n')).map(({ n }) => n);
  /** The time of the server between two commits. */
  const moment = async (postgres: EmbeddedPostgres): Promise<string> => {
    const [row] = await query<{ readonly at: Date }>(postgres, `select clock_timestamp() as at, pg_sleep(0.02)`);
    await query(postgres, 'select pg_sleep(0.02)');
    return row!.at.toISOString();
  };
  const backUp = () => backUpEmbedded({ backupDir, dataDir, port: 0 });
  /** The disk is gone. */
  const lose = () => rmSync(dataDir, { recursive: true });

  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'zhiheng-backup-'));
    chmodSync(home, 0o755);
    [dataDir, backupDir] = [path.join(home, 'postgres'), path.join(home, 'backup')];
    running = [];
    process.env['ZHIHENG_BACKUP_DIR'] = backupDir;
  });
  afterEach(async () => {
    delete process.env['ZHIHENG_BACKUP_DIR'];
    for (const postgres of running) await postgres.stop();
    rmSync(home, { recursive: true, force: true });
  });

  it(
    'brings back any moment after it, the same one again, and the last that the log holds',
    async () => {
      const first = await start();
      await query(first, 'create table finding (n int); insert into finding values (1)');
      const base = await backUp();
      await query(first, 'insert into finding values (2)');
      const afterTwo = await moment(first);
      await query(first, 'insert into finding values (3)');
      const afterThree = await moment(first);
      await query(first, 'insert into finding values (4)');
      // A clean stop puts the rest of the log away.
      await first.stop();
      lose();
      expect((await listBaseBackups(backupDir)).map(({ place }) => place)).toEqual([base.place]);
      await expect(restoreEmbedded({ backupDir, at: base.startedAt, dataDir })).rejects.toMatchObject({
        code: 'PG_NO_BASE_BACKUP',
      });

      await restoreEmbedded({ backupDir, at: afterTwo, dataDir });
      const second = await start();
      expect(await found(second)).toEqual([1, 2]);
      await query(second, 'insert into finding values (5)');
      const afterFive = await moment(second);
      await query(second, 'insert into finding values (6)');
      await second.stop();
      lose();

      // Each instant means the life that the system led then: the restore in between does not hide what was before it.
      for (const [at, expected] of [
        [afterThree, [1, 2, 3]],
        [afterTwo, [1, 2]],
        [afterFive, [1, 2, 5]],
      ] as const) {
        await restoreEmbedded({ backupDir, at, dataDir });
        const again = await start();
        expect(await found(again)).toEqual(expected);
        await again.stop();
        lose();
      }
      await restoreEmbedded({ backupDir, dataDir });
      expect(await found(await start())).toEqual([1, 2, 5]);
    },
    4 * MINUTES,
  );

  it(
    'is made while others write, and holds all that was committed before it ended',
    async () => {
      const postgres = await start();
      await query(postgres, 'create table finding (n int)');
      let writing = true;
      let written = 0;
      const writer = (async () => {
        while (writing) await query(postgres, `insert into finding select ${written++} from generate_series(1, 20)`);
      })();
      await backUp();
      const atEnd = written - 1;
      writing = false;
      await writer;
      await postgres.stop();
      lose();

      await restoreEmbedded({ backupDir, dataDir });
      const restored = await start();
      const [row] = await query<{ readonly most: number; readonly torn: number }>(
        restored,
        `select max(n) as most, (select count(*)::int from (select 1 from finding group by n having count(*) <> 20) t) as torn from finding`,
      );
      expect(row).toEqual({ most: written - 1, torn: 0 });
      expect(row!.most).toBeGreaterThanOrEqual(atEnd);
    },
    3 * MINUTES,
  );

  it(
    'refuses to stand over a data directory, and leaves none behind when the log does not reach the moment',
    async () => {
      const postgres = await start();
      await query(postgres, 'create table finding (n int)');
      await backUp();
      await expect(restoreEmbedded({ backupDir, dataDir })).rejects.toMatchObject({ code: 'PG_DATA_DIR_TAKEN' });
      await postgres.stop();
      lose();

      await expect(restoreEmbedded({ backupDir, at: '2100-01-01T00:00:00.000Z', dataDir })).rejects.toMatchObject({
        code: 'PG_START_FAILED',
        message: expect.stringContaining('recovery ended before configured recovery target was reached') as string,
      });
      expect(existsSync(dataDir)).toBe(false);
    },
    3 * MINUTES,
  );

  it(
    'goes on putting the log away when a later start forgets to say where, until it is told to end',
    async () => {
      await (await start()).stop();
      delete process.env['ZHIHENG_BACKUP_DIR'];
      const postgres = await start();
      expect(await query(postgres, 'show archive_mode')).toEqual([{ archive_mode: 'on' }]);
      await postgres.stop();
      process.env['ZHIHENG_BACKUP_DIR'] = 'off';
      const ended = await start();
      expect(await query(ended, 'show archive_mode')).toEqual([{ archive_mode: 'off' }]);
      await expect(backUp()).rejects.toMatchObject({ code: 'PG_NOT_ARCHIVING' });
    },
    3 * MINUTES,
  );

  it(
    'that is old is removed with the log that only it needed; the newest still brings everything back',
    async () => {
      const postgres = await start();
      await query(postgres, 'create table finding (n int)');
      for (const n of [1, 2, 3]) {
        await query(postgres, `insert into finding values (${n})`);
        await backUp();
      }
      const before = readdirSync(path.join(backupDir, 'wal')).length;
      const removed = await pruneBackups(backupDir, 1);
      expect(removed).toEqual({ bases: 2, segments: before - readdirSync(path.join(backupDir, 'wal')).length });
      expect(removed.segments).toBeGreaterThan(0);
      await query(postgres, 'insert into finding values (4)');
      await postgres.stop();
      lose();
      await restoreEmbedded({ backupDir, dataDir });
      expect(await found(await start())).toEqual([1, 2, 3, 4]);
    },
    3 * MINUTES,
  );
});
