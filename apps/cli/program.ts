import { Command } from 'commander';
import { addAccountCommands } from './commands/accounts.js';
import { addAuditCommands } from './commands/audit.js';
import { addBackupCommands } from './commands/backup.js';
import { addClockCommand } from './commands/clock.js';
import { addClocksCommands } from './commands/clocks.js';
import { addConfigCommands } from './commands/config.js';
import { addDeadLetterCommands } from './commands/dead-letters.js';
import { addExportCommand } from './commands/export.js';
import { addGenerateCommand } from './commands/generate.js';
import { addImportCommands } from './commands/import.js';
import { addMigrateCommands } from './commands/migrate.js';
import { addProcedureCommands } from './commands/procedures.js';
import { addUpgradeCommand } from './commands/upgrade.js';
import { addRootsCommands } from './commands/roots.js';

/** All commands. None of them is loaded before it is called: the help costs nothing. */
export function createProgram(): Command {
  const program = new Command('zhiheng')
    .description(
      '质衡命令行 Command line of Zhiheng. 未设 DATABASE_URL 时使用内嵌数据库 Uses the embedded database unless DATABASE_URL is set.',
    )
    .showHelpAfterError('(--help 显示用法 shows the usage)')
    .addHelpText(
      'after',
      `
退出码 Exit codes:
  0  成功 done
  1  失败、被拒绝或发现差错 failed, refused, or faults were found
  2  用法不对 wrong usage
  3  已完成，但有程序被保留，须由人决定 done, but procedures were held back: a person has to decide

--json: 标准输出只有一个 JSON 值；差错以 JSON 写到标准错误。 One JSON value on stdout and nothing else; errors as JSON on stderr.`,
    );
  addMigrateCommands(program);
  addConfigCommands(program);
  addAccountCommands(program);
  addImportCommands(program);
  addProcedureCommands(program);
  addClocksCommands(program);
  addDeadLetterCommands(program);
  addAuditCommands(program);
  addRootsCommands(program);
  addExportCommand(program);
  addBackupCommands(program);
  addClockCommand(program);
  addGenerateCommand(program);
  addUpgradeCommand(program);
  return program;
}
