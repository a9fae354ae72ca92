import { foreseeUpgrade, upgradeCases } from '@zhiheng/engine';
import type { CaseReport, ForeseePorts, UpgradeOrder, UpgradePorts } from '@zhiheng/engine';
import { ZhihengError } from '@zhiheng/kernel';
import { PostgresUpgradeStore } from '@zhiheng/persistence';
import type { System } from '@zhiheng/platform';
import { EXIT } from '../exit-codes.js';
import { print, printJson } from '../print.js';
import { procedureId, wholeNumber } from '../read-argument.js';
import { caseLines, summaryLines } from '../upgrades/case-lines.js';
import { addToSummary, emptySummary } from '../upgrades/summary.js';
import type { Reported, UpgradeSummary } from '../upgrades/summary.js';
import { withSystem } from '../with-system.js';

export type UpgradeOptions = {
  readonly to: string;
  readonly dryRun?: true;
  readonly batch: string;
  readonly only?: readonly string[];
  readonly despite?: readonly string[];
  readonly why?: string;
  readonly as: string;
  readonly json?: true;
};

export function upgradeWorkflow(workflow: string, options: UpgradeOptions): Promise<void> {
  const order = orderOf(workflow, options);
  // A dry run changes nothing, the schema of the database least of all; the run itself follows the same path.
  return withSystem((system) => upgradeIn(portsOf(system), order, options), { schema: 'require' });
}

/** Carries the order out, or foresees it, and says so batch by batch. */
export async function upgradeIn(
  ports: UpgradePorts,
  order: UpgradeOrder,
  { dryRun, json }: Pick<UpgradeOptions, 'dryRun' | 'json'>,
): Promise<void> {
  let summary = emptySummary(await ports.cases.countCases(order.workflow));
  const reported: Reported[] = [];
  let batch = 0;
  const run: AsyncIterable<readonly Reported[]> = dryRun ? asReported(ports, order) : upgradeCases(ports, order);
  for await (const cases of run) {
    summary = addToSummary(summary, cases);
    batch++;
    if (json) reported.push(...cases);
    else if (dryRun) for (const one of cases) print(caseLines(one).join('\n'));
    else {
      for (const one of cases) if (one.result !== 'upgraded') print(caseLines(one).join('\n'));
      print(`第${batch}批 batch ${batch}: ${summaryLines(summary)[0]}`);
    }
  }
  process.exitCode = exitCodeOf(summary);
  if (json) return printJson({ workflow: order.workflow, to: order.to, dryRun: dryRun === true, summary, cases: reported });
  for (const line of summaryLines(summary)) print(line);
}

async function* asReported(ports: ForeseePorts, order: UpgradeOrder): AsyncGenerator<readonly Reported[], void, undefined> {
  for await (const cases of foreseeUpgrade(ports, order)) yield cases.map((one) => ({ ...one, result: foreseenResult(one) }));
}

function foreseenResult({ verdict }: CaseReport): Reported['result'] {
  return verdict === 'upgrades' ? 'would-upgrade' : verdict === 'fails' ? 'failed' : verdict;
}

function exitCodeOf({ results }: UpgradeSummary): number {
  if ((results.failed ?? 0) + (results.overtaken ?? 0) > 0) return EXIT.failed;
  return (results['held-back'] ?? 0) > 0 ? EXIT.heldBack : EXIT.done;
}

function portsOf({ runtime, law, clock, database }: System): UpgradePorts {
  const { registry, frames } = law;
  const { store, engine } = runtime;
  return { registry, frames, store, engine, clock, cases: new PostgresUpgradeStore(database.pool) };
}

function orderOf(workflow: string, { to, batch, only, despite, why, as }: UpgradeOptions): UpgradeOrder {
  const size = wholeNumber('--batch', batch);
  if (size === 0) throw new ZhihengError('OPTION_INVALID', { expected: '--batch: 1…', found: batch });
  // A decision is about procedures that somebody has looked at, and it has a reason.
  if ((despite === undefined) !== (why === undefined) || (despite !== undefined && only === undefined)) {
    throw new ZhihengError('OPTION_INVALID', {
      expected: '--despite 与 --why、--only 同时使用 --despite together with --why and --only',
      found: [only && '--only', despite && '--despite', why !== undefined && '--why'].filter(Boolean),
    });
  }
  return {
    workflow,
    to: wholeNumber('--to', to),
    batch: size,
    actor: { id: as, roles: ['administrator'] },
    ...(only && { only: only.map(procedureId) }),
    ...(despite && why !== undefined && { override: { blocks: despite, why } }),
  };
}
