import { Command } from 'commander';
import { addClockCommand } from './commands/clock.js';
import { addAuditCommands } from './commands/audit.js';
import { addDeadLetterCommands } from './commands/dead-letters.js';
import { addGenerateCommand } from './commands/generate.js';
import { addImportCommands } from './commands/import.js';
import { addMigrateCommand } from './commands/migrate.js';
import { addProcedureCommands } from './commands/procedures.js';

const program = new Command('zhiheng')
  .description(
    '质衡命令行 Command line of Zhiheng. 未设 DATABASE_URL 时使用内嵌数据库 Uses the embedded database unless DATABASE_URL is set.',
  )
  .showHelpAfterError('(--help 显示用法 shows the usage)');
addImportCommands(program);
addProcedureCommands(program);
addAuditCommands(program);
addDeadLetterCommands(program);
addClockCommand(program);
addGenerateCommand(program);
addMigrateCommand(program);

try {
  await program.parseAsync();
} catch (fault) {
  const { describeFault } = await import('@zhiheng/platform');
  process.stderr.write(`\n${describeFault(fault)}\n`);
  process.exitCode = 1;
}
