import { readdirSync, readFileSync } from 'node:fs';
import { chooseProfile, normaliseEnterprises, normaliseSpotChecks, parseCsv, parseImportConfig } from '../index.js';
import type { ImportConfig, NormalisedEnterprises, NormalisedSpotChecks } from '../index.js';

/** The import config of the project, read from `config/import`. */
export function projectImportConfig(): ImportConfig {
  const folder = new URL('../../../config/import/', import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return parseImportConfig(
    names.map((name) => ({ path: `config/import/${name}`, text: readFileSync(new URL(name, folder), 'utf8') })),
  );
}

/** Imports the text of a file of spot checks the way a command would. */
export function importSpotChecks(config: ImportConfig, csv: string): NormalisedSpotChecks & { readonly source: string } {
  const chosen = chooseProfile(config.profiles, parseCsv(csv), 'test.csv');
  if ('reason' in chosen) throw new Error(chosen.reason.en);
  return { source: chosen.profile.source, ...normaliseSpotChecks({ ...chosen, rows: chosen.dataRows, fileName: 'test.csv' }) };
}

/** Imports the text of a file of enterprises. */
export function importEnterprises(config: ImportConfig, csv: string): NormalisedEnterprises & { readonly source: string } {
  const chosen = chooseProfile(config.profiles, parseCsv(csv), 'test.csv');
  if ('reason' in chosen) throw new Error(chosen.reason.en);
  return { source: chosen.profile.source, ...normaliseEnterprises({ ...chosen, rows: chosen.dataRows, fileName: 'test.csv' }) };
}

export { aConformingRow, aFoodmateRow, FOODMATE_HEADER } from './foodmate-rows.js';
export type { FoodmateRow } from './foodmate-rows.js';
