import type { Command } from 'commander';
import { JSON_OPTION } from './json-option.js';
import type { Json } from './json-option.js';

export function addBackupCommands(program: Command): void {
  const command = program
    .command('backup')
    .description('内嵌数据库的备份与恢复（ZHIHENG_BACKUP_DIR） Backup and restore of the embedded database');
  command
    .command('make')
    .description('做基础备份，系统照常运行 Make a base backup while the system serves')
    .option(...JSON_OPTION)
    .addHelpText('after', '\n示例 Example:\n  ZHIHENG_BACKUP_DIR=/mnt/backup npm run zhiheng -- backup make')
    .action(async ({ json }: Json) => (await actions()).makeBackup(json === true));
  command
    .command('list')
    .description('列出基础备份 List the base backups')
    .option(...JSON_OPTION)
    .action(async ({ json }: Json) => (await actions()).listBackups(json === true));
  command
    .command('restore')
    .description('恢复到某一时刻；数据目录必须不存在 Restore to a moment; there must be no data directory')
    .option(
      '--at <instant>',
      '时刻，默认为归档所及的最后时刻 the moment, default as far as the log goes (2026-11-26T09:30:00+08:00)',
    )
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      '\n示例 Example:\n  ZHIHENG_BACKUP_DIR=/mnt/backup npm run zhiheng -- backup restore --at 2026-11-26T09:30:00+08:00',
    )
    .action(async ({ at, json }: Json & { readonly at?: string }) => (await actions()).restoreBackup(at, json === true));
  command
    .command('prune')
    .description('只保留最新的几份基础备份及其后的日志 Keep the newest base backups and the log after them; remove the rest')
    .requiredOption('--keep <n>', '份数 how many')
    .option(...JSON_OPTION)
    .action(async ({ keep, json }: Json & { readonly keep: string }) => (await actions()).pruneOldBackups(keep, json === true));
}

const actions = () => import('../actions/backup.js');
