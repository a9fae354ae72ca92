import fs from 'node:fs';
import path from 'node:path';

/** A version of a workflow, or an upgrade between two: what is released, and from then on frozen. */

/** Reads `v2` or `v1-to-v2`; undefined for anything else. */
export function readPart(root, workflow, text) {
  const version = /^v(\d+)$/.exec(text);
  const upgrade = /^v(\d+)-to-v(\d+)$/.exec(text);
  const home = path.join(root, workflow);
  if (version !== null) {
    const folder = path.join(home, text);
    return {
      ...{ kind: 'version', workflow, name: text, home, version: Number(version[1]) },
      entry: path.join(folder, 'machine.ts'),
      seal: path.join(folder, 'released.json'),
    };
  }
  if (upgrade !== null) {
    const folder = path.join(home, 'upgrades');
    return {
      ...{ kind: 'upgrade', workflow, name: text, home, from: Number(upgrade[1]), to: Number(upgrade[2]) },
      entry: path.join(folder, `${text}.ts`),
      seal: path.join(folder, `${text}.released.json`),
    };
  }
  return undefined;
}

/** Every workflow below the root with its versions and upgrades, versions in order. */
export function readWorkflows(root) {
  return foldersIn(root).flatMap((workflow) => {
    const names = foldersIn(path.join(root, workflow)).filter((name) => /^v\d+$/.test(name));
    const versions = names.map((name) => readPart(root, workflow, name)).sort((a, b) => a.version - b.version);
    const files = filesIn(path.join(root, workflow, 'upgrades'));
    // A seal without its file is a part too: what it froze is gone.
    const upgrades = [...new Set(files.flatMap((file) => /^(v\d+-to-v\d+)\.(?:ts|released\.json)$/.exec(file)?.[1] ?? []))];
    const found = upgrades.map((name) => readPart(root, workflow, name));
    return versions.length + found.length === 0 ? [] : [{ workflow, versions, upgrades: found }];
  });
}

export const isReleased = ({ seal }) => fs.existsSync(seal);

const entriesOf = (folder) => (fs.existsSync(folder) ? fs.readdirSync(folder, { withFileTypes: true }) : []);
const foldersIn = (folder) =>
  entriesOf(folder)
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
const filesIn = (folder) =>
  entriesOf(folder)
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
