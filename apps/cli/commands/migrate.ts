import type { Command } from 'commander';
import { JSON_OPTION } from './json-option.js';
import type { Json } from './json-option.js';

export function addMigrateCommands(program: Command): void {
  const command = program.command('migrate').description('数据库结构 The schema of the database');
  command
    .command('status')
    .description('已执行和待执行的迁移，不作修改 Migrations that have run and that have not; changes nothing')
    .option(...JSON_OPTION)
    .addHelpText('after', '\n示例 Example:\n  npm run zhiheng -- migrate status')
    .action(async ({ json }: Json) => (await actions()).migrationStatus(json === true));
  command
    .command('up')
    .description('执行待执行的迁移 Run the migrations that have not run')
    .option(...JSON_OPTION)
    .addHelpText('after', '\n示例 Example:\n  DATABASE_URL=postgres://… npm run zhiheng -- migrate up')
    .action(async ({ json }: Json) => (await actions()).migrateUp(json === true));
}

const actions = () => import('../actions/migrate.js');
