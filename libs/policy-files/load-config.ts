import { ZhihengError } from '@zhiheng/kernel';
import { parseConfig, showFault } from '@zhiheng/policy';
import type { Config } from '@zhiheng/policy';
import { findProjectRoot } from './project-root.js';
import { readConfigFiles } from './read-config-files.js';

/**
 * Loads `config/` of the project (or of the folder given).
 * @throws ZhihengError CONFIG_INVALID whose message lists every fault as `file:line:column reason`, one a line, and whose
 * cause is the list of faults; CONFIG_MISSING; CONFIG_UNREADABLE
 */
export async function loadConfig(root: string = findProjectRoot()): Promise<Config> {
  const { files, faults: unread } = await readConfigFiles(root);
  const parsed = parseConfig(files);
  // A file that could not be decoded is absent for the others: their complaints about it would mislead.
  const faults = unread.length > 0 ? unread : 'faults' in parsed ? parsed.faults : [];
  if ('faults' in parsed || faults.length > 0) {
    throw new ZhihengError('CONFIG_INVALID', {
      expected: '配置没有错误 a configuration without faults',
      found: `${faults.length} 处错误 faults\n${faults.map(showFault).join('\n')}`,
      cause: faults,
    });
  }
  return parsed;
}
