import type { Announcement, Envelope, Outcome } from '@zhiheng/contracts';
import { SYSTEM } from '@zhiheng/contracts';
import { ZhihengError, instanceId, messageId } from '@zhiheng/kernel';
import { fireRules } from '@zhiheng/policy';
import type { RuleFiring, Rulebook } from '@zhiheng/policy';
import type { Engine } from '../advance/engine.js';
import { isFaultOfRule } from '../advance/refuse.js';

/** Draws the consequences of an announced fact in other workflows. Repeating it changes nothing. */
export type Reactor = (announcement: Announcement) => Promise<readonly Outcome[]>;

export type ReactorPorts = {
  readonly rulebook: Rulebook;
  readonly engine: Pick<Engine, 'advance'>;
  readonly workflows: readonly string[];
};

/** A reactor for the workflows of one context. Throws REACTION_REFUSED when a rule sent what its workflow cannot take. */
export function createReactor({ rulebook, engine, workflows }: ReactorPorts): Reactor {
  return async (announcement) => {
    const firings = workflows.flatMap((workflow) => fireRules(rulebook, announcement, { workflow }));
    const consequences = firings.map((firing) => consequence(announcement, firing));
    const outcomes = await Promise.all(consequences.map((envelope) => engine.advance(envelope)));
    outcomes.forEach((outcome, index) => refuseFaultyRule(outcome, consequences[index]!, firings[index]!));
    return outcomes;
  };
}

function consequence(
  announcement: Announcement,
  { rule, mode, workflow, event, identity, subject, data, citation }: RuleFiring,
): Envelope {
  const { source, facts } = announcement;
  return {
    messageId: messageId('rule', announcement.messageId, rule.id),
    instanceId: instanceId(workflow, ...identity),
    workflow,
    event: { type: event, data },
    on: source.on,
    actor: SYSTEM,
    ...(mode === 'start' && { opening: { jurisdiction: source.jurisdiction, subject } }),
    cause: {
      messageId: announcement.messageId,
      instanceId: source.instanceId,
      workflow: source.workflow,
      seq: source.seq,
      rule: { id: rule.id, facts, citation },
    },
  };
}

function refuseFaultyRule(outcome: Outcome, envelope: Envelope, { rule }: RuleFiring): void {
  const settled = outcome.kind === 'duplicate' ? outcome.first : outcome;
  if (settled.kind !== 'rejected' || !isFaultOfRule(envelope, settled.refusal)) return;
  throw new ZhihengError('REACTION_REFUSED', {
    expected: `规则 ${rule.id} 发出的事件能被受理 an event that the workflow can take: ${JSON.stringify(settled.refusal.expected ?? '')}`,
    found: `${settled.refusal.code} ${settled.refusal.message.zh}`,
    // The announcing process may be past midnight when this one is not yet: the same fact is in order a moment later.
    retry: settled.refusal.code === 'LEGAL_DATE_REFUSED' ? 'later' : 'never',
  });
}
