import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ZHONGSHAN, generateCity, renderEnterprisesCsv, renderSpotChecksCsv } from '@zhiheng/sample-data';
import { print, printJson } from '../print.js';
import { wholeNumber } from '../read-argument.js';

export type GenerateOptions = {
  readonly seed: string;
  readonly enterprises: string;
  readonly samples: string;
  readonly year: string;
  readonly json?: true;
};

export async function generate(folder: string, options: GenerateOptions): Promise<void> {
  const city = generateCity({
    seed: options.seed,
    enterprises: wholeNumber('--enterprises', options.enterprises),
    samples: wholeNumber('--samples', options.samples),
    year: wholeNumber('--year', options.year),
    jurisdiction: ZHONGSHAN,
  });
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'enterprises.csv'), renderEnterprisesCsv(city.enterprises));
  await writeFile(path.join(folder, 'spot-checks.csv'), renderSpotChecksCsv(city.spotCheckRows));
  const counts = { enterprises: city.enterprises.length, spotChecks: city.spotCheckRows.length };
  if (options.json) printJson({ folder, ...counts });
  else print(`${folder}: enterprises.csv (${counts.enterprises}), spot-checks.csv (${counts.spotChecks})`);
}
