import 'reflect-metadata';
import { describeFault } from '@zhiheng/platform';
import { readOptions } from './options.js';
import { runDemo } from './run-demo.js';

try {
  process.exitCode = await runDemo(readOptions(process.argv.slice(2)));
} catch (fault) {
  process.stderr.write(`\n${describeFault(fault)}\n`);
  process.exitCode = 1;
}
