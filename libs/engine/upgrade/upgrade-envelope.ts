import type { Actor, Envelope } from '@zhiheng/contracts';
import { messageId } from '@zhiheng/kernel';
import type { InstanceId, LegalDate, MessageId } from '@zhiheng/kernel';
import { VERSION_UPGRADED } from '@zhiheng/workflow-kit';
import type { CompiledUpgrade, CompiledWorkflow } from '../registry/registry.js';

/** What a person has decided about procedures that a block holds back: to upgrade them despite it, and why. */
export type Override = { readonly blocks: readonly string[]; readonly why: string };

/** What an upgrade brings, as it stands on the log. */
export type UpgradeData = {
  readonly from: number;
  readonly to: number;
  readonly despite?: readonly string[];
  readonly why?: string;
};

export type UpgradeRequest = {
  readonly instanceId: InstanceId;
  readonly upgrade: CompiledUpgrade;
  /** The upgrade stands on the procedure with so many entries and no other: what was foreseen for it is what happens. */
  readonly expectedSeq: number;
  readonly on: LegalDate;
  readonly actor: Actor;
  readonly override?: Override;
  /** Names of the blocks that will refuse it. */
  readonly heldBackBy: readonly string[];
};

/**
 * An upgrade on its way to one procedure. The id of its message is derived from procedure and versions, so that a second run is a duplicate;
 * of one that will be refused from the reasons too, so that the refusal stands on the log once and the upgrade may come later.
 */
export function upgradeEnvelope({
  instanceId,
  upgrade,
  expectedSeq,
  on,
  actor,
  override,
  heldBackBy,
}: UpgradeRequest): Envelope {
  const { workflow, from, to, title, basis } = upgrade;
  return {
    messageId: upgradeMessage(instanceId, { workflow, from, to }, heldBackBy),
    instanceId,
    workflow,
    event: { type: VERSION_UPGRADED, data: { from, to, ...(override && { despite: override.blocks, why: override.why }) } },
    on,
    actor,
    cause: { upgrade: { title, basis } },
    expectedSeq,
  };
}

function upgradeMessage(
  id: InstanceId,
  { workflow, from, to }: { readonly workflow: string; readonly from: number; readonly to: number },
  heldBackBy: readonly string[],
): MessageId {
  const parts = ['upgrade', id, workflow, String(from), String(to)] as const;
  return heldBackBy.length === 0 ? messageId(...parts) : messageId(...parts, 'held-back', ...[...heldBackBy].sort());
}

/** Only the engine's own upgrades carry that cause: the same event from outside is one that no workflow knows. */
export function isUpgrade({ event, cause }: Pick<Envelope, 'event' | 'cause'>): boolean {
  return event.type === VERSION_UPGRADED && cause?.upgrade !== undefined;
}

export function upgradeDataOf({ event }: Pick<Envelope, 'event'>): UpgradeData {
  return event.data as unknown as UpgradeData;
}

/** The upgrade that the message asks for; undefined where this version of the workflow has none to there. */
export function upgradeAskedBy(workflow: CompiledWorkflow, envelope: Envelope): CompiledUpgrade | undefined {
  return workflow.upgrades.get(upgradeDataOf(envelope).to);
}
