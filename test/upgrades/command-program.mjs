// The command `zhiheng upgrade` over the versions that the tests know. Usage: DATABASE_URL=… UPGRADE_DAY=… node
// test/upgrades/command-program.mjs <workflow> <version> <batch> [--dry-run] [--json] [--only <id>]
import { upgradeIn } from '../../dist/apps/cli/actions/upgrade.js';
import { OPERATOR, openPorts } from './program-ports.mjs';

const [workflow, to, batch, ...flags] = process.argv.slice(2);
const only = flags.includes('--only') ? [flags[flags.indexOf('--only') + 1]] : undefined;
const { ports, close } = await openPorts();
const order = { workflow, to: Number(to), batch: Number(batch), actor: OPERATOR, ...(only && { only }) };
await upgradeIn(ports, order, { dryRun: flags.includes('--dry-run'), json: flags.includes('--json') });
await close();
