import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { ZhihengError } from '@zhiheng/kernel';
import type { ConfigFault, ConfigFile } from '@zhiheng/policy';

export type ConfigFilesRead = { readonly files: readonly ConfigFile[]; readonly faults: readonly ConfigFault[] };

// The other folders of config/ belong to other readers.
const FOLDERS = ['law', 'jurisdictions', 'calendar'];
const FILES = ['roles.yaml'];

/**
 * Reads the YAML files below config/law, config/jurisdictions and config/calendar, and config/roles.yaml. Files that are not UTF-8
 * become faults. Another folder is read as if it stood in the place of config/.
 * @throws ZhihengError CONFIG_MISSING when there is nothing to read, CONFIG_UNREADABLE when a file or folder refuses
 */
export async function readConfigFiles(
  root: string,
  { folder: config = join(root, 'config') }: { readonly folder?: string } = {},
): Promise<ConfigFilesRead> {
  const paths = (await Promise.all(FOLDERS.map((folder) => yamlBelow(join(config, folder))))).flat().sort();
  if (paths.length === 0) {
    throw new ZhihengError('CONFIG_MISSING', {
      expected: `${config}/{${FOLDERS.join(',')}}/**/*.yaml`,
      found: '没有配置文件 no configuration files',
    });
  }
  paths.push(...FILES.map((file) => join(config, file)).filter((path) => existsSync(path)));
  const read = await Promise.all(paths.map((path) => readOne(path, `config/${relative(config, path).split(sep).join('/')}`)));
  return {
    files: read.flatMap((one) => ('text' in one ? [one] : [])),
    faults: read.flatMap((one) => ('reason' in one ? [one] : [])),
  };
}

/** `.yml` is read too, so that the parser can say that it is not the name of a configuration file, instead of passing it over. */
async function yamlBelow(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true, recursive: true });
    return entries
      .filter((entry) => entry.isFile() && /^[^.].*\.ya?ml$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw unreadable(folder, cause);
  }
}

async function readOne(path: string, name: string): Promise<ConfigFile | ConfigFault> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  try {
    return { path: name, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return notUtf8(name, bytes);
  }
}

function notUtf8(file: string, bytes: Uint8Array): ConfigFault {
  // What comes before the first broken sequence decodes: its end is where the trouble stands.
  const sound = new TextDecoder('utf-8').decode(bytes).split('\uFFFD')[0]!.split('\n');
  return {
    file,
    line: sound.length,
    column: sound.at(-1)!.length + 1,
    reason: { zh: '文件编码应为 UTF-8（此处不是，可能是 GBK）', en: 'the file must be UTF-8 (here it is not; perhaps GBK)' },
    expected: 'UTF-8',
    found: '其他编码 another encoding',
  };
}

function unreadable(path: string, cause: unknown): ZhihengError {
  return new ZhihengError('CONFIG_UNREADABLE', { expected: `可读 readable: ${path}`, found: String(cause), cause });
}
