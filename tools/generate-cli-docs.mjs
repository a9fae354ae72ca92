// Writes the table of commands from the command line itself. Needs the build.
// Usage: node tools/generate-cli-docs.mjs [--check]   --check writes nothing and fails when the page is out of date
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readPage, withBlock, writeBetweenMarkers } from './generated-block.mjs';

const PAGE = 'docs/reference/command-line.md';

process.chdir(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..'));
const [flag, ...more] = process.argv.slice(2);
if (more.length > 0 || (flag !== undefined && flag !== '--check'))
  fail('用法 Usage: node tools/generate-cli-docs.mjs [--check]');

const { createProgram } = await import('../dist/apps/cli/program.js').catch(() => fail('请先编译 Build first: npm run build'));
const text = table(createProgram());
const upToDate = withBlock(readPage(PAGE), text) === readPage(PAGE);
if (flag === '--check' && !upToDate) fail(`命令行说明已过时，请运行 ${PAGE} is out of date, run: npm run docs:cli`);
if (!upToDate) writeBetweenMarkers(PAGE, text);
console.log(upToDate ? `${PAGE}: 已是最新 up to date` : `写入 wrote ${PAGE}`);

function table(program) {
  const rows = leaves(program, []).map(
    ([names, command]) =>
      `| \`${[...names, command.usage().replace('[options]', '').trim()].join(' ').trim()}\` | ${cell(command.description())} | ${options(command)} |`,
  );
  return ['| Command | What it does | Options |', '| --- | --- | --- |', ...rows].join('\n');
}

function leaves(command, names) {
  const below = command.commands.flatMap((inner) => leaves(inner, [...names, inner.name()]));
  return below.length > 0 ? below : [[names, command]];
}

function options({ options: all }) {
  return all
    .filter(({ long }) => long !== '--json')
    .map(
      ({ flags, description, mandatory, defaultValue }) =>
        `\`${flags}\` ${cell(description)}${mandatory ? ' **required**' : ''}${typeof defaultValue === 'string' && defaultValue !== '' && flags !== '-a, --as <id>' ? ` (${defaultValue})` : ''}`,
    )
    .join('<br>');
}

function cell(text) {
  return text.replaceAll('|', '\\|');
}

function fail(text) {
  console.error(text);
  process.exit(1);
}
