import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { parseImportConfig } from '@zhiheng/intake';
import type { ImportProfile } from '@zhiheng/intake';
import { ZhihengError } from '@zhiheng/kernel';
import { findProjectRoot } from '@zhiheng/policy-files';

/** The import profiles of config/import. Throws CONFIG_INVALID with every fault, its file and line. */
export async function loadProfiles(root: string = findProjectRoot()): Promise<readonly ImportProfile[]> {
  const folder = path.join(root, 'config', 'import');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  const files = await Promise.all(
    names.map(async (name) => ({ path: `config/import/${name}`, text: await readFile(path.join(folder, name), 'utf8') })),
  );
  const { profiles, faults } = parseImportConfig(files);
  if (faults.length > 0) {
    throw new ZhihengError('CONFIG_INVALID', {
      expected: '导入配置正确 a valid import configuration',
      found: faults.map((fault) => `\n  ${fault.path}:${fault.line} ${fault.reason}`).join(''),
    });
  }
  return profiles;
}
