import type { Envelope } from '@zhiheng/contracts';
import type { Instant } from '@zhiheng/kernel';
import type { CompiledWorkflow } from '../registry/registry.js';
import { isUpgrade, upgradeAskedBy } from '../upgrade/upgrade-envelope.js';
import { upgradeCase } from '../upgrade/upgrade-case.js';
import { applyEvent } from './apply-event.js';
import type { Law, Live, Step } from './apply-event.js';

/** What a message does to a procedure: an event of its workflow, or its upgrade to another version. Pure; undefined means it is stale. */
export function applyMessage(live: Live, envelope: Envelope, law: Law, at: Instant): Step | undefined {
  return isUpgrade(envelope) ? upgradeCase(live, envelope, law, at) : applyEvent(live, envelope, law, at);
}

/** Whose policy values the legal frame of a message holds: those of the version under which the procedure is afterwards. */
export function keysAskedBy(workflow: CompiledWorkflow, envelope: Envelope): readonly string[] {
  return ((isUpgrade(envelope) ? upgradeAskedBy(workflow, envelope)?.target : undefined) ?? workflow).policyKeys;
}
