import type { InstanceId } from '@zhiheng/kernel';
import { applyMessage } from '../advance/apply-message.js';
import { unopened } from '../advance/apply-event.js';
import type { Live, Step } from '../advance/apply-event.js';
import { entryEnvelope, parseEntry } from '../audit/seal-entry.js';
import type { LogEntry } from '../audit/seal-entry.js';
import { histories } from '../audit/verify-chain.js';
import { FrameCache, loadFrame } from '../frames/legal-frame.js';
import type { EngineStore, LogStore, StoredHistory, StoredInstance } from '../ports.js';
import type { Registry } from '../registry/registry.js';
import { stateName } from '../state.js';

export type ReplayFault = {
  readonly instanceId: InstanceId;
  readonly seq: number;
  readonly expected: string;
  readonly found: string;
};
export type ReplayReport = { readonly instances: number; readonly entries: number; readonly faults: readonly ReplayFault[] };

type ReplayPorts = { readonly logs: LogStore; readonly frames: Pick<EngineStore, 'loadFrames'>; readonly registry: Registry };

/**
 * Decides every stored history again, with the legal frames kept beside it and never with config, and compares each entry
 * byte for byte with the one on the log, and the end with the stored procedure. What cannot be decided again (an entry that is no
 * JSON, a legal frame or a version that is missing) is a fault of that history, and the others are replayed all the same.
 */
export async function replay(
  { logs, frames, registry }: ReplayPorts,
  { page = 500, onPage }: { readonly page?: number; readonly onPage?: (instances: number) => void } = {},
): Promise<ReplayReport> {
  const frameCache = new FrameCache();
  const faults: ReplayFault[] = [];
  let instances = 0;
  let entries = 0;
  for await (const history of histories(logs, page)) {
    instances++;
    entries += history.log.length;
    await loadMissing(history, frameCache, frames);
    const fault = replayHistory(history, { registry, frameCache });
    if (fault !== undefined) faults.push({ instanceId: history.instance.instanceId, ...fault });
    if (instances % page === 0) onPage?.(instances);
  }
  return { instances, entries, faults };
}

async function loadMissing({ log }: StoredHistory, frameCache: FrameCache, frames: ReplayPorts['frames']): Promise<void> {
  const named = log.flatMap(({ text }) => parseEntry(text)?.frame ?? []);
  const missing = [...new Set(named)].filter((hash) => !frameCache.has(hash));
  if (missing.length === 0) return;
  for (const frame of (await frames.loadFrames(missing)).values()) frameCache.add(loadFrame(frame));
}

/** Pure: replays one history; answers the first difference. */
function replayHistory(
  { instance, log }: StoredHistory,
  law: { readonly registry: Registry; readonly frameCache: FrameCache },
): Omit<ReplayFault, 'instanceId'> | undefined {
  let live: Live | undefined;
  let snapshotText = '';
  for (const { seq, text } of log) {
    const entry = parseEntry(text);
    if (entry === undefined) return { seq, expected: 'an entry as JSON', found: text };
    const step = decideAgain(live, entry, law);
    if (typeof step === 'string') return { seq, expected: text, found: step };
    if (step.sealed.text !== text) return { seq, expected: text, found: step.sealed.text };
    live = step.live;
    snapshotText = step.snapshotText ?? snapshotText;
  }
  if (live === undefined) return { seq: 0, expected: 'a log', found: 'no entries' };
  const decided = {
    ...standing({ ...live, snapshotText }, live.workflow),
    state: stateName(live.snapshot.value as never),
    done: String(live.snapshot.status === 'done'),
  };
  const stored: typeof decided = {
    ...standing(instance, { name: instance.workflow, version: instance.version }),
    state: instance.state,
    done: String(instance.done),
  };
  const part = (Object.keys(decided) as (keyof typeof decided)[]).find((key) => decided[key] !== stored[key]);
  return part === undefined
    ? undefined
    : { seq: live.seq, expected: `${part}: ${decided[part]}`, found: `${part}: ${stored[part]}` };
}

/** Everything that a procedure's row says of it, part by part. */
function standing(
  {
    jurisdiction,
    subject,
    openedAt,
    seq,
    headHash,
    snapshotText,
    clocks,
  }: Omit<StoredInstance, 'instanceId' | 'workflow' | 'version' | 'snapshot'>,
  workflow: { readonly name: string; readonly version: number },
) {
  return {
    workflow: `${workflow.name} v${workflow.version}`,
    jurisdiction,
    subject: `${subject.kind} ${subject.id} ${subject.name}`,
    openedAt,
    seq: String(seq),
    headHash,
    snapshot: snapshotText,
    clocks: JSON.stringify(clocks),
  };
}

/** The step, or in words why there is none. */
function decideAgain(
  live: Live | undefined,
  entry: LogEntry,
  { registry, frameCache }: { readonly registry: Registry; readonly frameCache: FrameCache },
): Step | string {
  const envelope = entryEnvelope(entry);
  try {
    const before = live ?? unopened(envelope, registry.pinned(entry.workflow, entry.version), entry.at);
    return applyMessage(before, envelope, { frame: frameCache.get(entry.frame), frames: frameCache }, entry.at) ?? 'stale';
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault);
  }
}
