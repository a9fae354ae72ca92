import { createLog, describeFault, readSettings } from '@zhiheng/platform';
import { runStandalone } from './run-standalone.js';

try {
  const settings = readSettings({ ZHIHENG_SEED: process.env['NODE_ENV'] === 'production' ? 'none' : 'demo', ...process.env });
  await runStandalone(settings, createLog(settings.logLevel));
} catch (fault) {
  process.stderr.write(`\n${describeFault(fault)}\n`);
  process.exitCode = 1;
}
