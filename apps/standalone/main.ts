import { createLog, describeFault, logLastFaults, readSettings } from '@zhiheng/platform';
import { runStandalone } from './run-standalone.js';

try {
  const settings = readSettings({ ZHIHENG_SEED: process.env['NODE_ENV'] === 'production' ? 'none' : 'demo', ...process.env });
  const log = createLog(settings.logLevel);
  logLastFaults(log);
  await runStandalone(settings, log);
} catch (fault) {
  process.stderr.write(`\n${describeFault(fault)}\n`);
  process.exitCode = 1;
}
