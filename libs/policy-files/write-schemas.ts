import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { configSchemas } from '@zhiheng/policy';
import { findProjectRoot } from './project-root.js';

/** Writes the JSON Schemas to `config/schemas`, where editors look for them. */
export async function writeSchemas(root: string = findProjectRoot()): Promise<readonly string[]> {
  const folder = join(root, 'config', 'schemas');
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const [name, schema] of configSchemas) {
    const path = join(folder, name);
    await writeFile(path, `${JSON.stringify(schema, null, 2)}\n`);
    paths.push(path);
  }
  return paths;
}
