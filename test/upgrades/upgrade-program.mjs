// Carries an upgrade out and prints one line a batch, for tests that kill it. With UPGRADE_STEPWISE it waits for a line of its input before
// the next batch. Usage: DATABASE_URL=… UPGRADE_DAY=… node test/upgrades/upgrade-program.mjs <workflow> <version> <batch>
import { createInterface } from 'node:readline';
import { upgradeCases } from '../../dist/libs/engine/index.js';
import { OPERATOR, openPorts } from './program-ports.mjs';

const [workflow, to, batch] = process.argv.slice(2);
const { ports, close } = await openPorts();
const order = { workflow, to: Number(to), batch: Number(batch), actor: OPERATOR };
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
for await (const outcomes of upgradeCases(ports, order)) {
  process.stdout.write(`${JSON.stringify(outcomes.map(({ instanceId, result }) => ({ instanceId, result })))}\n`);
  if (process.env.UPGRADE_STEPWISE) await lines.next();
}
await close();
process.stdin.destroy();
