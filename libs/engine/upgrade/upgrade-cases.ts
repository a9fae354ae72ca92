import type { Actor, Envelope, Outcome } from '@zhiheng/contracts';
import { ZhihengError, legalDateOf } from '@zhiheng/kernel';
import type { ClockPort, InstanceId } from '@zhiheng/kernel';
import { applyMessage, keysAskedBy } from '../advance/apply-message.js';
import type { Engine } from '../advance/engine.js';
import { revive } from '../advance/engine.js';
import { FrameCache, loadFrame } from '../frames/legal-frame.js';
import type { Frames } from '../frames/legal-frame.js';
import type { EngineStore, StoredInstance, UpgradeStore } from '../ports.js';
import type { CompiledUpgrade, Registry } from '../registry/registry.js';
import { reportStep, verdictOf } from './foresee-upgrade.js';
import type { CaseReport } from './foresee-upgrade.js';
import { upgradeEnvelope } from './upgrade-envelope.js';
import type { Override } from './upgrade-envelope.js';

export type ForeseePorts = {
  readonly registry: Registry;
  readonly frames: Frames;
  readonly store: Pick<EngineStore, 'load' | 'loadFrames'>;
  readonly cases: UpgradeStore;
  readonly clock: ClockPort;
};
export type UpgradePorts = ForeseePorts & { readonly engine: Pick<Engine, 'advance'> };

/** Which procedures go to which version, and who says so. */
export type UpgradeOrder = {
  readonly workflow: string;
  readonly to: number;
  readonly actor: Actor;
  /** These procedures only. */
  readonly only?: readonly InstanceId[];
  readonly override?: Override;
  /** Procedures at a time. */
  readonly batch: number;
};

/** What became of one procedure. `overtaken`: it moved each time between look and commit; the next run takes it. */
export type CaseOutcome = CaseReport & {
  readonly result: 'upgraded' | 'already-upgraded' | 'held-back' | 'failed' | 'closed' | 'overtaken';
};

type Foreseen = { readonly report: CaseReport; readonly envelope: Envelope };

// As often as the engine itself tries a procedure that other processes move.
const MAX_ATTEMPTS = 8;

/** What the order would change, batch after batch, in id order. Reads only. Throws UPGRADE_UNKNOWN, UPGRADE_BLOCK_UNKNOWN. */
export async function* foreseeUpgrade(
  ports: ForeseePorts,
  order: UpgradeOrder,
): AsyncGenerator<readonly CaseReport[], void, undefined> {
  const foresee = createForesight(ports, order);
  for await (const { upgrade, page } of pages(ports, order)) {
    yield (await foresee(upgrade, page)).map(({ report }) => report);
  }
}

/**
 * Carries the order out, batch after batch, in id order. The version of a procedure says whether it is done: a run that was cut short is
 * begun again and finds the rest. Each upgrade holds only for the procedure as it was looked at; one that moved is looked at again. A
 * procedure that is held back is left in its version, and the refusal stands on its log once for the same reasons.
 */
export async function* upgradeCases(
  ports: UpgradePorts,
  order: UpgradeOrder,
): AsyncGenerator<readonly CaseOutcome[], void, undefined> {
  const foresee = createForesight(ports, order);
  for await (const { upgrade, page } of pages(ports, order)) {
    const foreseen = await foresee(upgrade, page);
    yield await Promise.all(foreseen.map((one) => carryOut(one, upgrade)));
  }

  async function carryOut(first: Foreseen, upgrade: CompiledUpgrade): Promise<CaseOutcome> {
    let { report, envelope } = first;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      if (report.verdict === 'closed') return { ...report, result: 'closed' };
      const outcome = await ports.engine.advance(envelope);
      if (outcome.kind !== 'stale') return { ...report, result: resultOf(outcome) };
      const { instanceId } = report;
      const stored = (await ports.store.load({ instanceIds: [instanceId], messages: [] })).instances.get(instanceId);
      if (stored === undefined || stored.version !== upgrade.from) return { ...report, result: 'already-upgraded' };
      [{ report, envelope }] = (await foresee(upgrade, [stored])) as [Foreseen];
    }
    return { ...report, result: 'overtaken' };
  }
}

/** The upgrades that lead to a version, by the version from which. Throws UPGRADE_UNKNOWN where there is none. */
export function upgradesTo(
  registry: Registry,
  { workflow, to }: Pick<UpgradeOrder, 'workflow' | 'to'>,
): readonly CompiledUpgrade[] {
  const found = registry.upgrades().filter((upgrade) => upgrade.workflow === workflow && upgrade.to === to);
  if (found.length > 0) return [...found].sort((a, b) => a.from - b.from);
  throw new ZhihengError('UPGRADE_UNKNOWN', {
    expected: registry.upgrades().map((upgrade) => `${upgrade.workflow}: v${upgrade.from} → v${upgrade.to}`),
    found: `${workflow}: → v${to}`,
  });
}

async function* pages(
  { registry, cases }: ForeseePorts,
  order: UpgradeOrder,
): AsyncGenerator<{ readonly upgrade: CompiledUpgrade; readonly page: readonly StoredInstance[] }, void, undefined> {
  const { workflow, only, batch } = order;
  for (const upgrade of upgradesTo(registry, order)) {
    let after: InstanceId | undefined;
    for (;;) {
      const page = await cases.openCases({ workflow, version: upgrade.from, after, limit: batch, ...(only && { only }) });
      if (page.length > 0) yield { upgrade, page };
      if (page.length < batch) break;
      after = page.at(-1)!.instanceId;
    }
  }
}

type Foresight = (upgrade: CompiledUpgrade, page: readonly StoredInstance[]) => Promise<readonly Foreseen[]>;

/** Decides each upgrade as the engine will, and keeps the envelope that makes it do so. */
function createForesight({ registry, frames, store, clock }: ForeseePorts, order: UpgradeOrder): Foresight {
  checkOverride(registry, order);
  const known = new FrameCache();

  return async (upgrade, page) => {
    const at = clock.now();
    const on = legalDateOf(at);
    const named = page.flatMap(({ clocks }) => Object.values(clocks).map(({ frame }) => frame));
    const missing = [...new Set(named)].filter((hash) => !known.has(hash));
    if (missing.length > 0) for (const frame of (await store.loadFrames(missing)).values()) known.add(loadFrame(frame));

    return page.map((stored) => {
      const live = revive(registry, stored);
      const request = { instanceId: live.instanceId, upgrade, expectedSeq: live.seq, on, actor: order.actor };
      const foreseeOne = (override: Override | undefined): Foreseen => {
        const asked = { ...request, ...(override && { override }) };
        const envelope = upgradeEnvelope({ ...asked, heldBackBy: [] });
        const frame = frames.on({ keys: keysAskedBy(live.workflow, envelope), jurisdiction: live.jurisdiction, on });
        known.add(frame);
        const step = applyMessage(live, envelope, { frame, frames: known }, at)!;
        const report = reportStep(live, step, { target: upgrade.target, frames: known, at });
        const heldBackBy = report.reasons.map(({ block }) => block);
        return { report, envelope: heldBackBy.length === 0 ? envelope : upgradeEnvelope({ ...asked, heldBackBy }) };
      };
      const plain = foreseeOne(undefined);
      // What a person has decided stands on the log of those procedures that it let through, and only there.
      const blocks =
        order.override?.blocks.filter((block) => plain.report.reasons.some((reason) => reason.block === block)) ?? [];
      return blocks.length === 0 ? plain : foreseeOne({ blocks, why: order.override!.why });
    });
  };
}

function checkOverride(registry: Registry, order: UpgradeOrder): void {
  const known = upgradesTo(registry, order).flatMap(({ blocks }) => Object.keys(blocks));
  const unknown = order.override?.blocks.filter((block) => !known.includes(block)) ?? [];
  if (unknown.length > 0) throw new ZhihengError('UPGRADE_BLOCK_UNKNOWN', { expected: known, found: unknown });
}

function resultOf(outcome: Exclude<Outcome, { readonly kind: 'stale' }>): CaseOutcome['result'] {
  const first = outcome.kind === 'duplicate' ? outcome.first : outcome;
  switch (verdictOf(first)) {
    case 'held-back':
      return 'held-back';
    case 'closed':
      return 'closed';
    case 'fails':
      return 'failed';
    case 'upgrades':
      return outcome.kind === 'duplicate' ? 'already-upgraded' : 'upgraded';
  }
}
