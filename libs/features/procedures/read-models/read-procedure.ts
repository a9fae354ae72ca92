import type { Actor } from '@zhiheng/contracts';
import { FrameCache, explain, loadFrame, revive } from '@zhiheng/engine';
import type { EngineStore, Explanation, Frames, LogEntry, LogStore, Registry } from '@zhiheng/engine';
import { legalDateOf } from '@zhiheng/kernel';
import type { ClockPort, InstanceId, JsonObject } from '@zhiheng/kernel';
import { notFound } from './not-found.js';

export type ProcedureView = {
  readonly id: InstanceId;
  readonly workflow: string;
  readonly version: number;
  readonly title: { readonly zh: string; readonly en: string };
  readonly jurisdiction: string;
  readonly subject: { readonly kind: string; readonly id: string; readonly name: string };
  readonly openedAt: string;
  readonly seq: number;
  readonly headHash: string;
  readonly context: JsonObject;
} & Explanation;

export type ProcedurePorts = {
  readonly store: Pick<EngineStore, 'load' | 'loadFrames'>;
  readonly registry: Registry;
  readonly frames: Frames;
  /** Frames that were loaded before: a frame never changes, and there are few. */
  readonly known?: FrameCache;
  readonly clock: ClockPort;
};

/** One procedure with what may happen next, for an actor. Throws NOT_FOUND. */
export async function readProcedure(ports: ProcedurePorts, id: InstanceId, actor: Actor): Promise<ProcedureView> {
  const stored = (await ports.store.load({ instanceIds: [id], messages: [] })).instances.get(id);
  if (stored === undefined) throw notFound(id);
  const live = revive(ports.registry, stored);
  const { known = new FrameCache() } = ports;
  const hashes = [...new Set(Object.values(stored.clocks).map((clock) => clock.frame))].filter((hash) => !known.has(hash));
  if (hashes.length > 0) for (const frame of (await ports.store.loadFrames(hashes)).values()) known.add(loadFrame(frame));
  const at = ports.clock.now();
  const { workflow } = live;
  const frame = ports.frames.on({
    keys: workflow.policyKeys,
    jurisdiction: live.jurisdiction,
    on: legalDateOf(at),
  });
  return {
    id,
    workflow: workflow.name,
    version: workflow.version,
    title: workflow.title,
    jurisdiction: live.jurisdiction,
    subject: live.subject,
    openedAt: live.openedAt,
    seq: live.seq,
    headHash: live.headHash,
    context: stored.snapshot.context,
    ...explain(live, { frames: known, frame, at, actor }),
  };
}

/** The log of one procedure, as sealed. Throws NOT_FOUND. */
export async function readLog(
  logs: LogStore,
  id: InstanceId,
): Promise<readonly { readonly entry: LogEntry; readonly hash: string }[]> {
  const entries = await logs.entriesOf([id]);
  if (entries.length === 0) throw notFound(id);
  return entries.map(({ text, hash }) => ({ entry: JSON.parse(text) as LogEntry, hash }));
}
