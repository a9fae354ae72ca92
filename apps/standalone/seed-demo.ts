import { seedDemoAccounts } from '@zhiheng/auth';
import { importFile, loadProfiles } from '@zhiheng/features/intake';
import { legalDateOf } from '@zhiheng/kernel';
import { systemClock } from '@zhiheng/platform';
import type { System } from '@zhiheng/platform';
import { ZHONGSHAN, generateCity, renderEnterprisesCsv, renderSpotChecksCsv } from '@zhiheng/sample-data';

/** On an empty database, imports a small city of our own making through the ordinary import. Answers what came in. */
export async function seedDemo({ database: { pool }, clock, runtime, law }: System): Promise<string | undefined> {
  const { rows } = await pool.query<{ readonly used: boolean }>(
    'select exists(select from import_file) or exists(select from instance) as used',
  );
  if (rows[0]?.used === true) return undefined;
  const receivedOn = legalDateOf(clock.now());
  const city = generateCity({
    seed: 'zhiheng-demo',
    enterprises: 300,
    samples: 200,
    jurisdiction: ZHONGSHAN,
    year: Number(receivedOn.slice(0, 4)) - 1,
  });
  const ports = {
    pool,
    clock,
    profiles: await loadProfiles(),
    jurisdictions: law.config.jurisdictions,
    route: runtime.route,
    wake: () => runtime.relay.wake(),
  };
  const request = { jurisdiction: ZHONGSHAN.code, receivedOn };
  const enterprises = await importFile(ports, {
    ...request,
    kind: 'enterprises',
    fileName: '示例企业名录.csv',
    bytes: Buffer.from(renderEnterprisesCsv(city.enterprises)),
  });
  const samples = await importFile(ports, {
    ...request,
    kind: 'spot-checks',
    fileName: '示例抽检结果.csv',
    bytes: Buffer.from(renderSpotChecksCsv(city.spotCheckRows)),
  });
  // The demo party speaks for the maker of the first sample of the file.
  await seedDemoAccounts(pool, systemClock, { subjectId: `uscc:${city.spotCheckRows[0]?.producerUscc}` });
  return `${enterprises.added} 家企业 enterprises, ${samples.added} 批次抽检 samples, ${samples.nonConforming} 批次不合格 non-conforming`;
}
