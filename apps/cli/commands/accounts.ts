import type { Command } from 'commander';
import type { CreateOptions } from '../actions/accounts.js';
import { JSON_OPTION } from './json-option.js';
import type { Json } from './json-option.js';

const PASSWORD_HELP = `
密码从标准输入读取，在终端上不回显，绝不作为参数。 The password is read from standard input, without echo at a terminal, never from an argument.`;

export function addAccountCommands(program: Command): void {
  const command = program.command('accounts').description('账号 Accounts');
  command
    .command('list')
    .description('列出账号 List accounts')
    .option('--area <code>', '区划代码开头 first digits of the area', '')
    .option(...JSON_OPTION)
    .addHelpText('after', '\n示例 Example:\n  npm run zhiheng -- accounts list --area 4420')
    .action(async (options: Json & { readonly area: string }) => (await actions()).listAll(options));
  command
    .command('create <id>')
    .description('新建账号 Create an account')
    .requiredOption('--name <name>', '姓名 name')
    .requiredOption('--roles <roles>', '身份，用逗号分隔 roles, separated by commas')
    .option('--area <code>', '任职区划（GB/T 2260） area of the bureau')
    .option('--subject <id>', '当事人：代表的主体编号 for a party: the subject it speaks for')
    .option('--no-password', '不设密码（通过 OpenID Connect 登录） no password: signs in through OpenID Connect')
    .option('--keep-password', '首次登录不必修改密码 need not change the password at the first sign-in')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      `${PASSWORD_HELP}\n\n示例 Example:\n  npm run zhiheng -- accounts create zhang-wei --name 张伟 --roles case-handler --area 442000`,
    )
    .action(async (id: string, options: CreateOptions) => (await actions()).create(id, options));
  command
    .command('set-password <id>')
    .description('设置密码，原有登录随即失效 Set a password; every session ends')
    .option('--keep-password', '下次登录不必修改密码 need not change it at the next sign-in')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      `${PASSWORD_HELP}\n\n示例 Example:\n  read -rs P && printf %s "$P" | npm run -s zhiheng -- accounts set-password zhang-wei`,
    )
    .action(async (id: string, options: Json & { readonly keepPassword?: true }) =>
      (await actions()).changePassword(id, options),
    );
  command
    .command('roles <id> <roles>')
    .description('更换身份，用逗号分隔 Set the roles, separated by commas; every session ends')
    .option(...JSON_OPTION)
    .addHelpText('after', '\n示例 Example:\n  npm run zhiheng -- accounts roles zhang-wei case-handler,reviewer')
    .action(async (id: string, roles: string, { json }: Json) =>
      (await actions()).setRoles({ id, roles, json: json === true }),
    );
  command
    .command('deactivate <id>')
    .description('停用，原有登录随即失效 Deactivate; every session ends')
    .option(...JSON_OPTION)
    .addHelpText('after', '\n示例 Example:\n  npm run zhiheng -- accounts deactivate zhang-wei')
    .action(async (id: string, { json }: Json) => (await actions()).deactivate(id, json === true));
  command
    .command('activate <id>')
    .description('重新启用 Activate again')
    .option(...JSON_OPTION)
    .addHelpText('after', '\n示例 Example:\n  npm run zhiheng -- accounts activate zhang-wei')
    .action(async (id: string, { json }: Json) => (await actions()).activate(id, json === true));
  command
    .command('revoke-tokens <id>')
    .description('使全部登录失效 End every session')
    .option(...JSON_OPTION)
    .addHelpText('after', '\n示例 Example:\n  npm run zhiheng -- accounts revoke-tokens zhang-wei')
    .action(async (id: string, { json }: Json) => (await actions()).revokeTokens(id, json === true));
}

const actions = () => import('../actions/accounts.js');
