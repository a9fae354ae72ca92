import type { InstanceId } from '@zhiheng/kernel';
import { sha256 } from '@zhiheng/kernel';
import { applyEvent, unopened } from '../advance/apply-event.js';
import type { Live } from '../advance/apply-event.js';
import { entryEnvelope } from '../audit/seal-entry.js';
import type { LogEntry } from '../audit/seal-entry.js';
import { histories } from '../audit/verify-chain.js';
import { FrameCache, loadFrame } from '../frames/legal-frame.js';
import type { EngineStore, LogStore, StoredEntry, StoredInstance } from '../ports.js';
import type { Registry } from '../registry/registry.js';

export type ReplayFault = { readonly instanceId: InstanceId; readonly seq: number; readonly expected: string; readonly found: string };
export type ReplayReport = { readonly instances: number; readonly entries: number; readonly faults: readonly ReplayFault[] };

/**
 * Decides every stored history again, with the legal frames kept beside it and never with config, and compares each entry
 * byte for byte with the one on the log, and the end with the stored snapshot and clocks.
 */
export async function replay(
  ports: { readonly logs: LogStore; readonly frames: Pick<EngineStore, 'loadFrames'>; readonly registry: Registry },
  { page = 500, onPage }: { readonly page?: number; readonly onPage?: (instances: number) => void } = {},
): Promise<ReplayReport> {
  const frameCache = new FrameCache();
  const faults: ReplayFault[] = [];
  let instances = 0;
  let entries = 0;
  for await (const { instance, log } of histories(ports.logs, page)) {
    instances++;
    entries += log.length;
    const parsed = log.map(({ text }) => JSON.parse(text) as LogEntry);
    await loadMissing(parsed, frameCache, ports.frames);
    const fault = replayHistory({ instance, log, parsed, registry: ports.registry, frameCache });
    if (fault !== undefined) faults.push(fault);
    if (instances % page === 0) onPage?.(instances);
  }
  return { instances, entries, faults };
}

async function loadMissing(entries: readonly LogEntry[], frameCache: FrameCache, frames: Pick<EngineStore, 'loadFrames'>): Promise<void> {
  const missing = [...new Set(entries.map(({ frame }) => frame))].filter((hash) => !frameCache.has(hash));
  if (missing.length === 0) return;
  for (const frame of (await frames.loadFrames(missing)).values()) frameCache.add(loadFrame(frame));
}

/** Pure: replays one history; answers the first difference. */
function replayHistory(given: {
  readonly instance: StoredInstance;
  readonly log: readonly StoredEntry[];
  readonly parsed: readonly LogEntry[];
  readonly registry: Registry;
  readonly frameCache: FrameCache;
}): ReplayFault | undefined {
  const { instance, log, parsed, registry, frameCache } = given;
  const { instanceId } = instance;
  let live: Live | undefined;
  for (const [index, entry] of parsed.entries()) {
    const envelope = entryEnvelope(entry);
    const before: Live = live ?? unopened(envelope, registry.pinned(entry.workflow, entry.version), entry.at);
    const step = applyEvent(before, envelope, { frame: frameCache.get(entry.frame), frames: frameCache }, entry.at);
    if (step === undefined) return { instanceId, seq: entry.seq, expected: entry.kind, found: 'stale' };
    if (step.sealed.text !== log[index]!.text) return { instanceId, seq: entry.seq, expected: log[index]!.text, found: step.sealed.text };
    live = step.live;
  }
  if (live === undefined) return { instanceId, seq: 0, expected: 'a log', found: 'no entries' };
  if (live.snapshotText !== instance.snapshotText) return { instanceId, seq: live.seq, expected: sha256(instance.snapshotText), found: sha256(live.snapshotText) };
  const clocks = JSON.stringify(live.clocks);
  return clocks === JSON.stringify(instance.clocks) ? undefined : { instanceId, seq: live.seq, expected: JSON.stringify(instance.clocks), found: clocks };
}
