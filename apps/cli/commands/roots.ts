import type { Command } from 'commander';
import { JSON_OPTION } from './json-option.js';
import type { Json } from './json-option.js';

export function addRootsCommands(program: Command): void {
  const command = program.command('roots').description('日根：覆盖全部办理记录的每日散列 Daily roots over all logs');
  command
    .command('list')
    .description('列出日根 List the daily roots')
    .option(...JSON_OPTION)
    .action(async ({ json }: Json) => (await actions()).listRoots(json === true));
  command
    .command('make')
    .description(
      '立即生成已结束日期的日根（平时由时钟服务生成） Make the roots of days that have ended; the clock service does it by itself',
    )
    .option(...JSON_OPTION)
    .action(async ({ json }: Json) => (await actions()).makeRoots(json === true));
  command
    .command('keep')
    .description(
      '把日根及其各程序的末条散列写入文件夹，存放于数据库之外 Write the roots with their heads into a folder, to be kept outside the database; adds the days that are missing there',
    )
    .requiredOption('-o, --out <dir>', '文件夹 folder')
    .option(...JSON_OPTION)
    .addHelpText('after', '\n示例 Example:\n  npm run zhiheng -- roots keep --out /mnt/upper-bureau/roots')
    .action(async ({ out, json }: Json & { readonly out: string }) => (await actions()).keepAllRoots(out, json === true));
  command
    .command('prove <id>')
    .description(
      '程序包含在日根中的证明，他人无需本程序即可验证 The proof that a procedure is under a root, which an outsider can check without this program',
    )
    .addHelpText('after', '\n示例 Example:\n  npm run zhiheng -- roots prove 0b0e7c1e-… > proof.json')
    .action(async (id: string) => (await actions()).proveProcedure(id));
}

const actions = () => import('../actions/roots.js');
