import type { Announcement } from '@zhiheng/contracts';
import { instanceId, messageId } from '@zhiheng/kernel';
import { fireRules } from '@zhiheng/policy';
import type { Rulebook } from '@zhiheng/policy';
import type { Line } from '../load/record.js';
import type { Evidence } from './evidence.js';
import { grouped } from './grouped.js';
import type { Violation } from './violation.js';

/** The consumer that runs each workflow, as the documentation of the split system names them. */
const CONSUMER_OF: Readonly<Record<string, string>> = {
  inspection: 'inspection',
  enforcement: 'enforcement',
  interview: 'interview',
  recall: 'recall',
  blacklist: 'publicity',
};
/** Topics that always make a public record. */
const PUBLISHING = new Map([
  ['blacklist.published', 'blacklist'],
  ['enforcement.penaltyPublished', 'penalty'],
  ['recall.ordered', 'recall'],
  ['recall.planPublished', 'recall'],
]);

/** What was announced reached every consumer once, and what the rules order followed from it, once. */
export function checkConsequences(lines: readonly Line[], evidence: Evidence, rulebook: Rulebook): readonly Violation[] {
  const poison = lines.flatMap((line) => (line.kind === 'poison' ? [line] : []));
  return [
    ...announcementsLost(evidence),
    ...unhandled(evidence),
    ...rulesNotFollowed(evidence, rulebook),
    ...causesDoubled(evidence),
    ...unpublished(evidence),
    ...lettersUnjust(evidence, new Set(poison.map(({ consumer, outboxId }) => `${consumer} ${messageId('outbox', outboxId)}`))),
    ...poison.flatMap(({ consumer, outboxId }) =>
      evidence.deadLetters.some((letter) => letter.consumer === consumer && letter.messageId === messageId('outbox', outboxId))
        ? []
        : [{ promise: 'poison-unburied' as const, what: `outbox ${outboxId} for ${consumer} is no dead letter` }],
    ),
  ];
}

/** Every announcement on a log went out: every one concerns the publicity, which serves those who subscribe from outside. */
function announcementsLost({ log, announced }: Evidence): readonly Violation[] {
  const sent = grouped(
    announced.flatMap(({ consumer, announcement }) => (announcement === undefined ? [] : [{ consumer, announcement }])),
    ({ consumer, announcement }) => `${consumer} ${announcement.messageId}`,
  );
  const lost = log.flatMap(({ entry }) =>
    (entry.announced ?? []).flatMap(({ topic, message }) =>
      sent.has(`publicity ${message}`)
        ? []
        : [{ promise: 'announcement-lost' as const, what: `${entry.instance}/${entry.seq} ${topic} never went out` }],
    ),
  );
  const twice = [...sent].flatMap(([name, all]) =>
    all.length > 1 ? [{ promise: 'effect-doubled' as const, what: `${name} went out ${all.length} times` }] : [],
  );
  return [...lost, ...twice];
}

function unhandled({ announced, handled, deadLetters }: Evidence): readonly Violation[] {
  const settled = new Set([...handled, ...deadLetters].map(({ consumer, messageId: id }) => `${consumer} ${id}`));
  return announced.flatMap(({ consumer, announcement }) =>
    announcement === undefined || settled.has(`${consumer} ${announcement.messageId}`)
      ? []
      : [
          {
            promise: 'announcement-lost' as const,
            what: `${consumer} never handled ${announcement.topic} ${announcement.messageId}`,
          },
        ],
  );
}

function rulesNotFollowed({ log, strays, announced }: Evidence, rulebook: Rulebook): readonly Violation[] {
  const recorded = new Set<string>([...log.map(({ entry }) => entry.message), ...strays.map(({ messageId: id }) => id)]);
  const openedAt = new Map(
    log.flatMap(({ entry, recordedAt }) => (entry.seq === 1 ? [[entry.instance as string, recordedAt]] : [])),
  );
  return announced.flatMap(({ consumer, announcement }) =>
    announcement === undefined
      ? []
      : firingsOf(rulebook, announcement, consumer).flatMap(({ rule, mode, workflow, identity }) => {
          if (recorded.has(messageId('rule', announcement.messageId, rule.id))) return [];
          // A signal to what is not there is nothing, and what is opened later was not there.
          const target = instanceId(workflow, ...(identity as [string]));
          if (mode === 'signal' && !openedAt.has(target)) return [];
          const what = `${rule.id} on ${announcement.topic} (${announcement.source.instanceId}/${announcement.source.seq}) has no consequence in ${target}`;
          return [{ promise: 'effect-lost' as const, what }];
        }),
  );
}

function firingsOf(rulebook: Rulebook, announcement: Announcement, consumer: string): ReturnType<typeof fireRules> {
  return Object.entries(CONSUMER_OF)
    .filter(([, name]) => name === consumer)
    .flatMap(([workflow]) => fireRules(rulebook, announcement, { workflow }));
}

/** One announcement and one rule have one consequence, and open one procedure. */
function causesDoubled({ log }: Evidence): readonly Violation[] {
  const caused = log.filter(({ entry }) => entry.cause?.rule !== undefined);
  return [...grouped(caused, ({ entry }) => `${entry.cause!.messageId} ${entry.cause!.rule!.id}`)].flatMap(
    ([cause, entries]) =>
      entries.length > 1 ? [{ promise: 'effect-doubled' as const, what: `${cause} had ${entries.length} consequences` }] : [],
  );
}

function unpublished({ announced, publicRecords }: Evidence): readonly Violation[] {
  const records = new Map(publicRecords.map(({ kind, id, seq }) => [`${kind} ${id}`, seq]));
  return announced.flatMap(({ consumer, announcement }) => {
    const kind = announcement && PUBLISHING.get(announcement.topic);
    if (consumer !== 'publicity' || announcement === undefined || kind === undefined) return [];
    const { instanceId: source, seq } = announcement.source;
    const at = records.get(`${kind} ${source}`);
    return at !== undefined && at >= seq
      ? []
      : [{ promise: 'effect-lost' as const, what: `${announcement.topic} of ${source}/${seq} is not on the public list` }];
  });
}

function lettersUnjust({ deadLetters }: Evidence, poison: ReadonlySet<string>): readonly Violation[] {
  return deadLetters.flatMap(({ consumer, messageId: id, code }) =>
    poison.has(`${consumer} ${id}`)
      ? []
      : [{ promise: 'dead-letter-unjust' as const, what: `${consumer} buried ${id} (${code}), which was no poison` }],
  );
}
