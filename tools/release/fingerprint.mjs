import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const RELATIVE_IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*['"](\.[^'"]+)['"]/g;

/**
 * The files that a part consists of: its entry and whatever that reaches by relative imports, each with its SHA-256, by path from the folder
 * of the workflow. Tests and samples are not reached, so that they may still be improved. Faults name what cannot be frozen.
 */
export function fingerprintOf(part) {
  const files = {};
  const faults = [];
  const waiting = [part.entry];
  while (waiting.length > 0) {
    const file = waiting.pop();
    const name = path.relative(part.home, file).replaceAll(path.sep, '/');
    if (name in files) continue;
    if (!fs.existsSync(file)) {
      faults.push(`没有文件 no such file: ${name}`);
      continue;
    }
    const outside = placeOutside(part, name);
    if (outside !== undefined) {
      if (outside !== 'another version') faults.push(`引用了不会冻结的文件 reaches a file that would not be frozen: ${name}`);
      else if (!fs.existsSync(path.join(part.home, name.split('/')[0], 'released.json')))
        faults.push(`引用了未发布的版本 reaches a version that is not released: ${name}`);
      continue;
    }
    const text = fs.readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
    files[name] = createHash('sha256').update(text).digest('hex');
    for (const [, target] of text.matchAll(RELATIVE_IMPORT))
      waiting.push(path.resolve(path.dirname(file), target.replace(/\.js$/, '.ts')));
  }
  if (part.kind === 'version' && faults.length === 0) faults.push(...versionFaults(part));
  const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { fingerprint: hashOfFiles(sorted), files: sorted, faults };
}

/** One hash over the hashes of the files, which are in order of their names. */
export function hashOfFiles(files) {
  return createHash('sha256').update(JSON.stringify(files)).digest('hex');
}

/** A version holds its own folder; an upgrade holds its own, and may look into versions, which are frozen themselves. */
function placeOutside(part, name) {
  const [folder] = name.split('/');
  if (folder === (part.kind === 'version' ? part.name : 'upgrades')) return undefined;
  return part.kind === 'upgrade' && /^v\d+$/.test(folder) ? 'another version' : 'elsewhere';
}

function versionFaults({ entry, version }) {
  const said = /\bversion:\s*(\d+)/.exec(fs.readFileSync(entry, 'utf8'))?.[1];
  return said === String(version) ? [] : [`machine.ts 写的版本 says version: ${said}, 文件夹 its folder v${version}`];
}
