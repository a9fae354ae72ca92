import type { Command } from 'commander';
import { JSON_OPTION } from './json-option.js';
import type { Json } from './json-option.js';

export function addConfigCommands(program: Command): void {
  program
    .command('config')
    .description('配置 The configuration')
    .command('check')
    .description(
      '检查配置本身及其与流程是否一致，逐条列出差错 Check the configuration and its fit with the workflows; print every fault as file:line:column',
    )
    .option('--config <dir>', '检查另一个配置文件夹 check another folder instead of config/')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      '\n示例 Examples:\n  npm run zhiheng -- config check\n  npm run zhiheng -- config check --config /tmp/new-config --json',
    )
    .action(async ({ config, json }: Json & { readonly config?: string }) => {
      const { checkConfiguration } = await import('../actions/config.js');
      await checkConfiguration({ ...(config !== undefined && { folder: config }), json: json === true });
    });
}
