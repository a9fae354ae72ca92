import type { Command } from 'commander';

export function addMigrateCommand(program: Command): void {
  program
    .command('migrate')
    .description('把数据库迁移到本版本 Bring the database up to this release; services wait for it')
    .action(async () => (await import('../actions/migrate.js')).migrate());
}
