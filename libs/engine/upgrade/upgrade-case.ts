import { isDeepStrictEqual } from 'node:util';
import type { Envelope, Refusal } from '@zhiheng/contracts';
import { sha256 } from '@zhiheng/kernel';
import type { Bilingual, Instant, Json, JsonObject } from '@zhiheng/kernel';
import { mapLeaves, pathsOfState, stateValueOf } from '@zhiheng/workflow-kit';
import type { Block } from '@zhiheng/workflow-kit';
import { changedClocks, frameOf, persist, refuse } from '../advance/apply-event.js';
import type { Law, Live, Step } from '../advance/apply-event.js';
import { clockViews } from '../advance/decide.js';
import { refusal, ruleFault, unknownEvent } from '../advance/refuse.js';
import { sealEntry } from '../audit/seal-entry.js';
import type { LogEntry, Upgraded } from '../audit/seal-entry.js';
import type { CompiledUpgrade } from '../registry/registry.js';
import { stateName } from '../state.js';
import type { PersistedSnapshot } from '../state.js';
import { missingFactReason, planUpgradedClocks } from './upgrade-clocks.js';
import { upgradeDataOf } from './upgrade-envelope.js';

/** Why a procedure is held back, as the refusal carries it. `block` is the name of the question, or of the clock whose fact is missing. */
export type HeldBack = { readonly block: string; readonly title: Bilingual; readonly basis?: string };

/**
 * Brings one procedure under another version of its workflow, or refuses it with the reasons. Pure: replay does the same again.
 * Undefined means that the procedure is not in the version that the message names.
 */
export function upgradeCase(live: Live, envelope: Envelope, law: Law, at: Instant): Step | undefined {
  const { from, to } = upgradeDataOf(envelope);
  if (live.workflow.version !== from) return undefined;
  const upgrade = live.workflow.upgrades.get(to);
  const planned =
    upgrade === undefined ? unknownEvent(live.workflow, envelope.event.type) : plan(live, upgrade, { envelope, law, at });
  if ('code' in planned) return refuse(live, envelope, law, at, planned);
  return accept(live, planned, { envelope, law, at });
}

type Given = { readonly envelope: Envelope; readonly law: Law; readonly at: Instant };
type Planned = Pick<Live, 'workflow' | 'snapshot' | 'clocks'> & { readonly snapshotText: string; readonly upgraded: Upgraded };

function plan(live: Live, upgrade: CompiledUpgrade, { envelope, law, at }: Given): Planned | Refusal {
  if (live.snapshot.status === 'done') {
    return refusal(
      'INSTANCE_CLOSED',
      { zh: '程序已经办结，留在原流程版本', en: 'The procedure is closed and stays in its version' },
      { found: envelope.event.type },
    );
  }
  try {
    const { context } = JSON.parse(persist(live.snapshot)) as PersistedSnapshot;
    const held = blocksThatHold(live, upgrade, { envelope, context });
    if (held.length > 0) return heldBack(upgrade, held);

    const leaves = mapLeaves(upgrade, stateName(live.snapshot.value as string | JsonObject).split('|'));
    const clocks = planUpgradedClocks({
      upgrade,
      clocks: live.clocks,
      context,
      states: new Set(leaves.flatMap(pathsOfState)),
      frames: law.frames,
      frame: law.frame,
      at,
    });
    if ('missing' in clocks) {
      return heldBack(
        upgrade,
        clocks.missing.map((fact) => ({ block: fact.clock, title: missingFactReason(fact, upgrade) })),
      );
    }
    const { target } = upgrade;
    const snapshotText = persist(target.restore(snapshotAfter(live, upgrade, { leaves, context })));
    // Restored from the text, as every other process will read it.
    const snapshot = target.restore(JSON.parse(snapshotText) as PersistedSnapshot);
    const upgraded = { from: upgrade.from, to: upgrade.to, clocks: clocks.notes };
    return { workflow: target, snapshot, snapshotText, clocks: clocks.clocks, upgraded };
  } catch (fault) {
    return ruleFault(envelope.event.type, fault);
  }
}

function blocksThatHold(
  live: Live,
  { blocks }: CompiledUpgrade,
  { envelope, context }: { readonly envelope: Envelope; readonly context: JsonObject },
): readonly HeldBack[] {
  const { despite = [] } = upgradeDataOf(envelope);
  const states = pathsOfState(stateName(live.snapshot.value as string | JsonObject));
  const view = { context, states, clocks: clockViews(live.clocks), on: envelope.on };
  return Object.entries<Block<never>>(blocks).flatMap(([block, { title, basis, holds }]) =>
    !despite.includes(block) && holds(view as never) ? [{ block, title, ...(basis && { basis }) }] : [],
  );
}

function heldBack({ to }: CompiledUpgrade, held: readonly HeldBack[]): Refusal {
  return refusal(
    'UPGRADE_BLOCKED',
    {
      zh: `暂不升级到第${to}版：${held.map(({ title, basis }) => title.zh + (basis === undefined ? '' : `（${basis}）`)).join('；')}`,
      en: `Held back from version ${to}: ${held.map(({ title }) => title.en).join('; ')}`,
    },
    { expected: to, found: held as unknown as Json },
  );
}

/** Throws where the chart has no such situation or the context is no JSON. */
function snapshotAfter(
  { snapshot }: Live,
  { context: map, states, target }: CompiledUpgrade,
  { leaves, context }: { readonly leaves: readonly string[]; readonly context: JsonObject },
): PersistedSnapshot {
  const value = stateValueOf(target.table, leaves);
  if (value === undefined) throw new Error(`v${target.version} has no situation of just these states: ${leaves.join(' | ')}`);
  const mapped = map === undefined ? context : map(context as never);
  const plain = JSON.parse(JSON.stringify(mapped)) as JsonObject;
  if (!isDeepStrictEqual(plain, mapped)) throw new Error('the context after the upgrade is not plain JSON');
  const { historyValue } = snapshot as { historyValue?: Readonly<Record<string, readonly { readonly id: string }[]>> };
  return { status: 'active', value, context: plain, ...(historyValue && { historyValue: historyAfter(historyValue, states) }) };
}

/** What a history state remembers is remembered under the new name; what the new chart does not have any more is forgotten. */
function historyAfter(
  remembered: Readonly<Record<string, readonly { readonly id: string }[]>>,
  states: CompiledUpgrade['states'],
): JsonObject {
  const idAfter = (id: string): string => {
    const [machine, ...path] = id.split('.');
    const target = states[path.join('.')];
    return typeof target === 'string' ? `${machine}.${target}` : id;
  };
  return Object.fromEntries(
    Object.entries(remembered).map(([id, nodes]) => [id, nodes.map((node) => ({ id: idAfter(node.id) }))]),
  );
}

function accept(live: Live, planned: Planned, { envelope, law, at }: Given): Step {
  const { upgraded, snapshotText, ...after } = planned;
  const snapshotHash = sha256(snapshotText);
  const seq = live.seq + 1;
  const to = stateName(after.snapshot.value as string | JsonObject);
  const clocks = changedClocks(live.clocks, after.clocks);
  const entry: LogEntry = {
    ...frameOf(live, envelope, at, law.frame),
    version: after.workflow.version,
    kind: 'accepted',
    to,
    snapshot: snapshotHash,
    ...(clocks.length > 0 && { clocks }),
    upgraded,
    prev: live.headHash,
  };
  const sealed = sealEntry(entry);
  return {
    live: { ...live, ...after, lastAt: at, seq, headHash: sealed.hash, snapshotHash },
    snapshotText,
    outcome: { kind: 'accepted', instanceId: live.instanceId, seq, state: to, done: false, at },
    entry,
    sealed,
    announcements: [],
  };
}
