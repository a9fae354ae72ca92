import { importFile, loadProfiles } from '@zhiheng/features/intake';
import type { LegalDate } from '@zhiheng/kernel';
import { ZHONGSHAN, generateCity, renderEnterprisesCsv, renderSpotChecksCsv } from '@zhiheng/sample-data';
import { setTimeout as pause } from 'node:timers/promises';
import { withApi } from './with-api.js';
import type { ApiWorld } from './with-api.js';

const city = generateCity({ seed: 'two-imports', enterprises: 40, samples: 40, jurisdiction: ZHONGSHAN, year: 2025 });
const FILES = {
  enterprises: { text: renderEnterprisesCsv(city.enterprises), table: 'enterprise' },
  'spot-checks': { text: renderSpotChecksCsv(city.spotCheckRows), table: 'spot_check_sample' },
} as const;
type Kind = keyof typeof FILES;

function upsideDown(text: string): string {
  const [header, ...lines] = text.trimEnd().split(/\r?\n/);
  return [header, ...lines.reverse(), ''].join('\n');
}

async function importing({ database: { pool }, clock, law, runtime }: ApiWorld, kind: Kind, text: string) {
  const { jurisdictions } = law.config;
  const ports = { pool, clock, profiles: await loadProfiles(), jurisdictions, route: runtime.route, wake: () => undefined };
  const receivedOn = '2026-03-02' as LegalDate;
  const request = { kind, fileName: `${kind}.csv`, bytes: Buffer.from(text), jurisdiction: ZHONGSHAN.code, receivedOn };
  return importFile(ports, request);
}

describe('two imports of the same at the same time', () => {
  it.each(Object.keys(FILES) as Kind[])('in opposite order do not wait for each other: %s', (kind) =>
    withApi(async (world) => {
      const { pool } = world.database;
      const { text, table } = FILES[kind];
      const { added } = await importing(world, kind, text);
      await pool.query(`create table zhiheng.middle as select * from ${table} order by line limit 1 offset ${added >> 1}`);
      await pool.query(`truncate ${table}, import_file, spot_check_alias cascade`);
      // Somebody holds the one in the middle, so that both get half way before they meet.
      const holder = await pool.connect();
      await holder.query('begin');
      // Of an import that is not there any more.
      await holder.query('set local session_replication_role = replica');
      await holder.query(`insert into ${table} select * from middle`);
      const both = Promise.all([importing(world, kind, text), importing(world, kind, upsideDown(text))]);
      const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      while ((await pool.query(waiting)).rowCount! < 2) await pause(5);
      await holder.query('rollback');
      holder.release();
      const reports = await both;
      expect(reports.reduce((sum, report) => sum + report.added, 0)).toBe(added);
    }),
  );
});
