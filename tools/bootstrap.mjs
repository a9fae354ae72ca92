// Runs before node_modules exists, so it imports nothing but Node. It installs and builds, only when an input changed.
// Usage: node tools/bootstrap.mjs install|build [--quiet]
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const INSTALL_STAMP = 'node_modules/.zhiheng-install';
const BUILD_STAMP = 'dist/.zhiheng-build';
const LOCK = '.bootstrap.lock';

process.chdir(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..'));
const [step = 'build', ...flags] = process.argv.slice(2);
if (!['install', 'build'].includes(step) || flags.some((flag) => flag !== '--quiet')) {
  fail('用法 Usage: node tools/bootstrap.mjs install|build [--quiet]');
}
const quiet = flags.includes('--quiet');

requireNode(20, 19);
takeLock();
install();
if (step === 'build') build();

function install() {
  const declared = JSON.parse(read('package.json'));
  const inputs = ['dependencies', 'devDependencies', 'optionalDependencies', 'overrides', 'allowScripts'].map(
    (part) => declared[part] ?? {},
  );
  const wanted = `${digest(['package-lock.json'], JSON.stringify(inputs))} ${process.version} ${process.platform}-${process.arch}`;
  const stamp = read(INSTALL_STAMP);
  // Without a stamp: someone ran npm himself, and what he installed may be just what is needed.
  if ((stamp === wanted && isWhole()) || (stamp === '' && isWhole() && matchesLock())) {
    if (stamp === '') fs.writeFileSync(INSTALL_STAMP, wanted);
    return;
  }
  // npm ci would empty the folder that the link leads to, which belongs to somebody else.
  if (fs.lstatSync('node_modules', { throwIfNoEntry: false })?.isSymbolicLink()) {
    fail('node_modules 是符号链接，请删除后重试。 node_modules is a symbolic link: remove it and start again.');
  }
  announce('正在安装依赖(首次约半分钟) Installing dependencies (about half a minute the first time) …');
  fs.rmSync(INSTALL_STAMP, { force: true });
  // NODE_ENV=production must not drop the build tools, hence --include=dev.
  run('npm ci', npm(['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']));
  fs.writeFileSync(INSTALL_STAMP, wanted);
}

// npm writes this list last of all. A node_modules that was half deleted afterwards still has it: look at every package.
function isWhole() {
  const directories = Object.keys(packagesIn('node_modules/.package-lock.json'));
  return directories.length > 0 && directories.every((directory) => fs.existsSync(`${directory}/package.json`));
}

function matchesLock() {
  const installed = packagesIn('node_modules/.package-lock.json');
  return Object.entries(packagesIn('package-lock.json')).every(
    ([directory, { version, optional, devOptional, peer }]) =>
      directory === '' ||
      installed[directory]?.version === version ||
      (!installed[directory] && (optional || devOptional || peer)),
  );
}

function packagesIn(lockFile) {
  try {
    return JSON.parse(read(lockFile)).packages ?? {};
  } catch {
    return {};
  }
}

function build() {
  const sources = [...filesBelow('apps'), ...filesBelow('libs')].filter((file) => !file.endsWith('.spec.ts'));
  const wanted = digest([...sources, '.swcrc', 'package-lock.json']);
  if (read(BUILD_STAMP) === wanted) return;
  say('正在编译 Building …');
  fs.rmSync('dist', { recursive: true, force: true });
  run('build', [process.execPath, ['node_modules/@swc/cli/bin/swc.js', 'apps', 'libs', '-d', 'dist', '--quiet']]);
  fs.writeFileSync(BUILD_STAMP, wanted);
}

// Two terminals, or `npm start` beside `npm test`: one bootstrap at a time, and a killed one blocks nobody.
function takeLock() {
  for (let waited = 0; ; waited++) {
    try {
      fs.writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
      break;
    } catch (cause) {
      if (cause.code !== 'EEXIST') fail(`无法写入项目目录 Cannot write to the project directory: ${cause.message}`);
    }
    const holder = Number(read(LOCK));
    if (!isAlive(holder)) {
      // A lock just created is empty for a moment: look twice before calling its holder dead.
      pause(50);
      if (Number(read(LOCK)) === holder) fs.rmSync(LOCK, { force: true });
      continue;
    }
    if (waited === 0) say(`等待另一个进程完成安装或编译 Waiting for process ${holder} to finish …`);
    pause(300);
  }
  process.on('exit', () => {
    if (Number(read(LOCK)) === process.pid) fs.rmSync(LOCK, { force: true });
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(130));
}

/** The npm that started us, else the one on the path. */
function npm(args) {
  const cli = process.env.npm_execpath;
  return cli && /\.[cm]?js$/.test(cli) ? [process.execPath, [cli, ...args]] : ['npm', args];
}

function run(name, [command, args]) {
  // Without its lifecycle variables a nested npm does not believe that it is inside "start". stdout belongs to the command that follows.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !/^npm_(lifecycle|command|package|config_(local|global)_prefix)/i.test(key)),
  );
  const result = spawnSync(command, args, { stdio: ['ignore', 2, 2], env });
  if (result.status === 0) return;
  const reason = result.error?.message ?? result.signal ?? `exit status ${result.status}`;
  fail(`${name} 失败 failed: ${reason}`);
}

function requireNode(major, minor) {
  const [foundMajor, foundMinor] = process.versions.node.split('.').map(Number);
  if (foundMajor > major || (foundMajor === major && foundMinor >= minor)) return;
  fail(
    `需要 Node.js ${major}.${minor} 或更高版本,当前为 ${process.version}。 Node.js >= ${major}.${minor} needed, found ${process.version}.`,
  );
}

function digest(files, also = '') {
  const hash = createHash('sha256').update(also);
  for (const file of files) hash.update(file).update('\0').update(fs.readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function filesBelow(directory) {
  if (!fs.existsSync(directory)) return [];
  return fs
    .readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function read(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function isAlive(pid) {
  if (!pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return cause.code === 'EPERM';
  }
}

function pause(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function say(text) {
  if (!quiet) announce(text);
}

// Half a minute of silence looks like a hang: the installation is announced even to --quiet.
function announce(text) {
  process.stderr.write(`${text}\n`);
}

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
