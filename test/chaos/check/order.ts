import type { Line } from '../load/record.js';
import type { Evidence } from './evidence.js';
import { grouped } from './grouped.js';
import type { Violation } from './violation.js';

/** Order: of what one sender had acknowledged for one procedure, of the announcements of one procedure, of their consequences. */
export function checkOrder(lines: readonly Line[], evidence: Evidence): readonly Violation[] {
  return [
    ...ofSenders(lines, evidence),
    ...ofLogs(evidence),
    ...ofHandling(evidence),
    ...ofConsequences(evidence),
    ...ofPublicRecords(evidence),
  ];
}

function ofSenders(lines: readonly Line[], { log }: Evidence): readonly Violation[] {
  const place = new Map(log.map(({ entry }) => [entry.message as string, entry.seq]));
  const acknowledged = new Set(lines.flatMap((line) => (line.kind === 'answer' && line.status < 500 ? [line.n] : [])));
  // Under a used key stands another command.
  const commands = lines.flatMap((line) =>
    line.kind === 'command' && line.intent !== 'reused-key' && acknowledged.has(line.n) && place.has(line.messageId)
      ? [line]
      : [],
  );
  return [...grouped(commands, ({ sender, procedure }) => `${sender} ${procedure}`).values()].flatMap((sent) =>
    backwards(sent, ({ messageId }) => place.get(messageId)!).map(([before, after]) => ({
      promise: 'order-broken' as const,
      what: `sender ${after.sender} sent #${before.n} before #${after.n}; the log of ${after.procedure} has them the other way round`,
    })),
  );
}

function ofLogs({ log }: Evidence): readonly Violation[] {
  return [...grouped(log, ({ entry }) => entry.instance).values()].flatMap((entries) => [
    ...entries.flatMap(({ entry }, index) =>
      entry.seq === index + 1
        ? []
        : [{ promise: 'event-lost' as const, what: `${entry.instance}: seq ${entry.seq} stands in place ${index + 1}` }],
    ),
    ...backwards(entries, ({ entry }) => Date.parse(entry.at), { equal: true }).map(([, after]) => ({
      promise: 'time-backward' as const,
      what: `${after.entry.instance}/${after.entry.seq} ${after.entry.event.type} is dated before the entry that it follows`,
    })),
  ]);
}

/** Settled in the order of the outbox; several at one instant were settled together. */
function ofHandling({ announced, handled }: Evidence): readonly Violation[] {
  const settledAt = new Map(handled.map(({ messageId, consumer, at }) => [`${consumer} ${messageId}`, at]));
  const followed = announced.flatMap(({ consumer, announcement }) => {
    const at = announcement && settledAt.get(`${consumer} ${announcement.messageId}`);
    return announcement === undefined || at === undefined ? [] : [{ consumer, announcement, at }];
  });
  const lanes = grouped(followed, ({ consumer, announcement }) => `${consumer} ${announcement.source.instanceId}`);
  return [...lanes.values()].flatMap((lane) =>
    backwards(lane, ({ at }) => at, { equal: true }).map(([before, after]) => ({
      promise: 'order-broken' as const,
      what: `${after.consumer} settled ${after.announcement.topic} (${after.announcement.source.instanceId}/${after.announcement.source.seq}) before ${before.announcement.topic} (seq ${before.announcement.source.seq})`,
    })),
  );
}

/** All that one announcement caused in a workflow is recorded before anything that a later one of its procedure caused there. */
function ofConsequences({ log }: Evidence): readonly Violation[] {
  const caused = log.flatMap(({ entry: { workflow, cause }, recordedAt }) =>
    cause?.rule === undefined || cause.seq === undefined || recordedAt === undefined
      ? []
      : [{ source: cause.instanceId, seq: cause.seq, workflow, recordedAt }],
  );
  return [...grouped(caused, ({ source, workflow }) => `${workflow} ${source}`).values()].flatMap((lane) =>
    backwards(
      [...lane].sort((a, b) => a.seq - b.seq || a.recordedAt - b.recordedAt),
      ({ recordedAt }) => recordedAt,
      { equal: true },
    ).map(([before, after]) => ({
      promise: 'order-broken' as const,
      what: `${after.source}: in ${after.workflow} the consequence of its seq ${after.seq} was recorded before that of ${before.seq}`,
    })),
  );
}

function ofPublicRecords({ publicChanges, publicRecords }: Evidence): readonly Violation[] {
  const last = new Map<string, number>();
  const feed = [...grouped(publicChanges, ({ kind, recordId }) => `${kind} ${recordId}`)].flatMap(([record, changes]) => {
    last.set(record, changes.at(-1)!.seq);
    return backwards(changes, ({ seq }) => seq).map(([, after]) => ({
      promise: 'order-broken' as const,
      what: `${record}: change ${after.seq} follows a later one, or itself, in the public feed`,
    }));
  });
  const stale = publicRecords.flatMap(({ kind, id, seq }) =>
    (last.get(`${kind} ${id}`) ?? seq) > seq
      ? [{ promise: 'effect-lost' as const, what: `${kind} ${id}: the list is older than its feed` }]
      : [],
  );
  return [...feed, ...stale];
}

/** Neighbours of which the later has the smaller number, or the same one unless `equal`. */
function backwards<T>(
  list: readonly T[],
  numberOf: (one: T) => number,
  { equal = false }: { readonly equal?: boolean } = {},
): readonly (readonly [T, T])[] {
  return list.flatMap((after, index) => {
    const before = list[index - 1];
    if (before === undefined) return [];
    const step = numberOf(after) - numberOf(before);
    return step > 0 || (equal && step === 0) ? [] : [[before, after] as const];
  });
}
