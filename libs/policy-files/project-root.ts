import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ZhihengError } from '@zhiheng/kernel';

/** The folder of package.json above a module: the same from the sources and from the build. */
export function findProjectRoot(from: string = import.meta.url): string {
  const start = dirname(fileURLToPath(from));
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) {
      throw new ZhihengError('PROJECT_ROOT_NOT_FOUND', {
        expected: '上级目录中有 package.json in a folder above',
        found: start,
      });
    }
  }
}
