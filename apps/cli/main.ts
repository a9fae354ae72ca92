import { CommanderError } from 'commander';
import type { Command } from 'commander';
import { EXIT } from './exit-codes.js';
import { createProgram } from './program.js';

const program = createProgram();
// Set on each command: commander does not hand it down to those that exist already.
for (const command of everyCommand(program)) {
  command.exitOverride();
  if (wantsJson()) command.configureOutput({ writeErr: () => undefined });
}

try {
  await program.parseAsync();
} catch (fault) {
  if (fault instanceof CommanderError) process.exitCode = await endOfUsage(fault);
  else {
    const { reportFault } = await import('./report-fault.js');
    process.exitCode = reportFault(fault, wantsJson() ? 'json' : 'text');
  }
}

/** Help and version are what was asked for; everything else is wrong usage, which commander has said already. */
async function endOfUsage({ exitCode, code, message }: CommanderError): Promise<number> {
  if (exitCode === 0) return EXIT.done;
  if (wantsJson()) {
    const { printProblem } = await import('./print.js');
    printProblem({ code: 'USAGE', title: message, found: code });
  }
  return EXIT.usage;
}

function everyCommand(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

function wantsJson(): boolean {
  return process.argv.includes('--json');
}
