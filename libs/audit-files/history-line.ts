import type { StoredHistory } from '@zhiheng/engine';

type Instance = StoredHistory['instance'];

/** One procedure as one line: its row as stored, and each entry of its log with the text byte for byte as it was sealed. */
type HistoryLine = {
  readonly instance: Omit<Instance, 'snapshot'>;
  readonly log: readonly { readonly seq: number; readonly hash: string; readonly text: string }[];
};

export function toLine({ instance, log }: StoredHistory): string {
  // The snapshot is kept as text alone: parsed beside it, the two could differ.
  const { snapshot: _parsed, ...row } = instance;
  const line: HistoryLine = { instance: row, log: log.map(({ seq, hash, text }) => ({ seq, hash, text })) };
  return JSON.stringify(line);
}

/** Throws when the line is no history. */
export function fromLine(line: string): StoredHistory {
  const { instance, log } = JSON.parse(line) as HistoryLine;
  const { instanceId } = instance;
  if (typeof instanceId !== 'string' || typeof instance.snapshotText !== 'string')
    throw new SyntaxError('instanceId, snapshotText');
  return {
    instance: { ...instance, snapshot: parsedSnapshot(instance.snapshotText) },
    log: log.map((entry) => ({ instanceId, ...entry })),
  };
}

// A snapshot that is no JSON is for the verification to report (its hash differs), not for the reader to stumble over.
function parsedSnapshot(text: string): Instance['snapshot'] {
  try {
    return JSON.parse(text) as Instance['snapshot'];
  } catch {
    return { status: 'active', value: '', context: {} };
  }
}
