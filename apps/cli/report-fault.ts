import { ZhihengError } from '@zhiheng/kernel';
import { describeFault } from '@zhiheng/platform';
import { EXIT, USAGE_FAULTS } from './exit-codes.js';
import { printProblem } from './print.js';

/** Says on standard error what went wrong; answers the exit code. */
export function reportFault(fault: unknown, as: 'json' | 'text'): number {
  if (as === 'text') process.stderr.write(`\n${describeFault(fault)}\n`);
  else if (fault instanceof ZhihengError) {
    const { code, expected, found, retry } = fault;
    printProblem({
      code,
      title: '命令不能完成 The command cannot be carried out',
      ...(expected !== undefined && { expected }),
      ...(found !== undefined && { found }),
      ...(retry !== undefined && { retry }),
    });
  } else {
    const { code = 'INTERNAL_FAULT', message } = fault as NodeJS.ErrnoException;
    printProblem({ code, title: '未预料的错误 Unexpected fault', found: message });
  }
  return fault instanceof ZhihengError && USAGE_FAULTS.has(fault.code) ? EXIT.usage : EXIT.failed;
}
