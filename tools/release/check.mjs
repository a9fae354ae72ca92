import fs from 'node:fs';
import { fingerprintOf, hashOfFiles } from './fingerprint.mjs';
import { isReleased, readWorkflows } from './parts.mjs';

/** Everything released below the root, and what is wrong with it, one line each. */
export function checkReleases(root) {
  const workflows = readWorkflows(root);
  const parts = workflows.flatMap(({ versions, upgrades }) => [...versions, ...upgrades]);
  const released = parts.filter(isReleased);
  return {
    released: released.map(({ workflow, name }) => `${workflow} ${name}`),
    faults: [
      ...workflows.flatMap(orderFaults),
      ...released.flatMap((part) => changesOf(part).map((fault) => say(part, fault))),
    ],
  };
}

/** What has changed in a part since it was released. */
export function changesOf(part) {
  const seal = readSeal(part.seal);
  if (seal === undefined) return ['released.json 无法读取 cannot be read'];
  const { files, faults } = fingerprintOf(part);
  if (seal.fingerprint !== hashOfFiles(seal.files)) return ['released.json 被修改 was changed'];
  const changed = Object.keys(seal.files).filter((file) => files[file] !== seal.files[file]);
  const added = Object.keys(files).filter((file) => !(file in seal.files));
  return [
    ...faults,
    ...changed.map((file) =>
      file in files ? `发布后被修改 changed after its release: ${file}` : `发布后不再使用 used no more: ${file}`,
    ),
    ...added.map((file) => `发布后新引用 used since its release: ${file}`),
  ];
}

/** Versions count from 1 without gaps; only the newest may still change, and an upgrade leads from one to a later one. */
function orderFaults({ versions, upgrades }) {
  const numbers = versions.map(({ version }) => version);
  return [
    ...versions.flatMap((part, index) => {
      if (part.version !== index + 1) return [say(part, `缺少版本 v${index + 1} is missing`)];
      return index < versions.length - 1 && !isReleased(part)
        ? [say(part, '已有新版本，本版本须先发布 must be released: a newer version exists')]
        : [];
    }),
    ...upgrades.flatMap((part) => {
      if (part.from >= part.to || !numbers.includes(part.from) || !numbers.includes(part.to))
        return [say(part, '两个版本须存在且由旧到新 both versions must exist, the later one last')];
      const target = versions.find(({ version }) => version === part.to);
      return isReleased(part) && !isReleased(target)
        ? [say(part, `已发布，但 v${part.to} 未发布 is released, but v${part.to} is not`)]
        : [];
    }),
  ];
}

function readSeal(file) {
  try {
    const seal = JSON.parse(fs.readFileSync(file, 'utf8'));
    return typeof seal?.files === 'object' && seal.files !== null ? seal : undefined;
  } catch {
    return undefined;
  }
}

function say({ workflow, name }, fault) {
  return `${workflow} ${name}: ${fault}`;
}
