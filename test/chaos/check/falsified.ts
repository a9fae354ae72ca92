import type { Recorded, Evidence } from './evidence.js';
import type { Judged } from './check.js';
import type { Violation } from './violation.js';

/** What somebody does to the books afterwards, and the promise that is then seen to be broken. Undefined: the books hold nothing of the kind. */
export type Falsification = {
  readonly name: string;
  readonly promise: Violation['promise'];
  readonly of: (judged: Judged) => Judged | undefined;
};

const withEvidence = (judged: Judged, change: Partial<Evidence>): Judged => ({
  ...judged,
  evidence: { ...judged.evidence, ...change },
});

const dropped =
  (which: (judged: Judged) => (recorded: Recorded) => boolean): Falsification['of'] =>
  (judged) => {
    const { log } = judged.evidence;
    const victim = log.find(which(judged));
    return victim && withEvidence(judged, { log: log.filter((one) => one !== victim) });
  };

const changed =
  (which: (judged: Judged) => (recorded: Recorded) => boolean, change: (recorded: Recorded) => Recorded): Falsification['of'] =>
  (judged) => {
    const { log } = judged.evidence;
    const victim = log.find(which(judged));
    return victim && withEvidence(judged, { log: log.map((one) => (one === victim ? change(one) : one)) });
  };

const acknowledged = ({ lines }: Judged, outcome: 'accepted' | 'refused'): ReadonlySet<string> => {
  const answered = new Set(
    lines.flatMap((line) =>
      line.kind === 'answer' &&
      (outcome === 'accepted' ? line.outcome === 'accepted' : line.code !== undefined && line.seq !== undefined)
        ? [line.n]
        : [],
    ),
  );
  return new Set(lines.flatMap((line) => (line.kind === 'command' && answered.has(line.n) ? [line.messageId as string] : [])));
};

const isAcknowledged = (outcome: 'accepted' | 'refused') => (judged: Judged) => {
  const messages = acknowledged(judged, outcome);
  return ({ entry }: Recorded): boolean => messages.has(entry.message) && entry.kind === outcome;
};
const isConsequence =
  () =>
  ({ entry }: Recorded): boolean =>
    entry.cause?.rule !== undefined;
const isLapse =
  () =>
  ({ entry }: Recorded): boolean =>
    entry.cause?.clock !== undefined;
const announces =
  () =>
  ({ entry }: Recorded): boolean =>
    (entry.announced?.length ?? 0) > 0;

/** Every way to falsify the books that the checker must see through. */
export const FALSIFICATIONS: readonly Falsification[] = [
  { name: 'an acknowledged event is not on the log', promise: 'event-lost', of: dropped(isAcknowledged('accepted')) },
  { name: 'a refusal that was answered is not on the log', promise: 'refusal-missing', of: dropped(isAcknowledged('refused')) },
  {
    name: 'a refusal without a procedure is not kept',
    promise: 'refusal-missing',
    of: (judged) => (judged.evidence.strays.length === 0 ? undefined : withEvidence(judged, { strays: [] })),
  },
  {
    name: 'an event is on the log twice',
    promise: 'effect-doubled',
    of: (judged) => {
      const victim = judged.evidence.log.find(isAcknowledged('accepted')(judged));
      return victim && withEvidence(judged, { log: [...judged.evidence.log, victim] });
    },
  },
  {
    name: 'a rule drew its consequence twice',
    promise: 'effect-doubled',
    of: (judged) => {
      const victim = judged.evidence.log.find(isConsequence());
      return victim && withEvidence(judged, { log: [...judged.evidence.log, victim] });
    },
  },
  {
    name: 'a case was opened by nobody that the record knows',
    promise: 'effect-invented',
    of: (judged) => {
      const victim = judged.lines.find((line) => line.kind === 'command' && line.intent === 'open');
      return victim && { ...judged, lines: judged.lines.filter((line) => line !== victim) };
    },
  },
  { name: 'a consequence is missing', promise: 'effect-lost', of: dropped(isConsequence) },
  {
    name: 'two events of one sender changed places',
    promise: 'order-broken',
    of: (judged) => swapped(judged),
  },
  {
    name: 'a later announcement was handled before an earlier one',
    promise: 'order-broken',
    of: (judged) => {
      const { announced, handled } = judged.evidence;
      const lanes = new Map<string, string>();
      const later = announced.find(({ consumer, announcement }) => {
        if (announcement?.source.instanceId === undefined) return false;
        const lane = `${consumer} ${announcement.source.instanceId}`;
        const before = lanes.get(lane);
        lanes.set(lane, announcement.messageId);
        return before !== undefined && before !== announcement.messageId;
      });
      return (
        later &&
        withEvidence(judged, {
          handled: handled.map((one) =>
            one.consumer === later.consumer && one.messageId === later.announcement!.messageId ? { ...one, at: 0 } : one,
          ),
        })
      );
    },
  },
  {
    name: 'the public feed goes back',
    promise: 'order-broken',
    of: (judged) => {
      const [first] = judged.evidence.publicChanges;
      return (
        first && withEvidence(judged, { publicChanges: [...judged.evidence.publicChanges, { ...first, seq: first.seq - 1 }] })
      );
    },
  },
  {
    name: 'a log goes back in time',
    promise: 'time-backward',
    of: changed(
      () =>
        ({ entry }) =>
          entry.seq > 1,
      ({ entry, recordedAt }) => ({ entry: { ...entry, at: '2000-01-01T00:00:00.000Z' as typeof entry.at }, recordedAt }),
    ),
  },
  {
    name: 'a clock fired before its time',
    promise: 'clock-early',
    of: changed(isLapse, ({ entry }) => ({ entry, recordedAt: 0 })),
  },
  {
    name: 'a clock fired twice',
    promise: 'clock-doubled',
    of: (judged) => {
      const { log } = judged.evidence;
      const at = log.findIndex(isLapse());
      return at < 0 ? undefined : withEvidence(judged, { log: [...log.slice(0, at + 1), log[at]!, ...log.slice(at + 1)] });
    },
  },
  { name: 'a clock never fired', promise: 'clock-missed', of: dropped(isLapse) },
  {
    name: 'an announcement never went out',
    promise: 'announcement-lost',
    of: (judged) => {
      const entry = judged.evidence.log.find(announces())?.entry;
      const message = entry?.announced?.[0]?.message;
      return (
        message &&
        withEvidence(judged, {
          announced: judged.evidence.announced.filter(({ announcement }) => announcement?.messageId !== message),
        })
      );
    },
  },
  {
    name: 'a consumer never handled an announcement',
    promise: 'announcement-lost',
    of: (judged) =>
      judged.evidence.handled.length === 0 ? undefined : withEvidence(judged, { handled: judged.evidence.handled.slice(1) }),
  },
  {
    name: 'an announcement was buried that was no poison',
    promise: 'dead-letter-unjust',
    of: (judged) => {
      const [first] = judged.evidence.handled;
      return (
        first && withEvidence(judged, { deadLetters: [...judged.evidence.deadLetters, { ...first, code: 'RULE_FAILED' }] })
      );
    },
  },
  {
    name: 'poison was swallowed',
    promise: 'poison-unburied',
    of: (judged) =>
      judged.lines.some(({ kind }) => kind === 'poison') ? withEvidence(judged, { deadLetters: [] }) : undefined,
  },
  {
    name: 'a command in order was answered as none',
    promise: 'answer-unexpected',
    of: (judged) => {
      const victim = judged.lines.find((line) => line.kind === 'answer' && line.outcome === 'accepted');
      return (
        victim && {
          ...judged,
          lines: judged.lines.map(
            (line) =>
              (line === victim && line.kind === 'answer' ? { ...line, status: 500, outcome: undefined } : line) as typeof line,
          ),
        }
      );
    },
  },
  {
    name: 'something is left over',
    promise: 'left-over',
    of: (judged) => withEvidence(judged, { left: { outbox: 1, dueClocks: 0 } }),
  },
];

/** Two neighbours on one log, both acknowledged to one sender, with each other's places. */
function swapped(judged: Judged): Judged | undefined {
  const { log } = judged.evidence;
  const mine = acknowledged({ ...judged, lines: judged.lines }, 'accepted');
  const senders = new Map(
    judged.lines.flatMap((line) => (line.kind === 'command' ? [[line.messageId as string, line.sender]] : [])),
  );
  const refused = acknowledged(judged, 'refused');
  const known = ({ entry }: Recorded): boolean => mine.has(entry.message) || refused.has(entry.message);
  const at = log.findIndex((one, index) => {
    const next = log[index + 1];
    return (
      next !== undefined &&
      next.entry.instance === one.entry.instance &&
      known(one) &&
      known(next) &&
      senders.get(one.entry.message) === senders.get(next.entry.message)
    );
  });
  if (at < 0) return undefined;
  const [first, second] = [log[at]!, log[at + 1]!];
  const placed = (one: Recorded, seq: number): Recorded => ({ ...one, entry: { ...one.entry, seq } });
  return withEvidence(judged, {
    log: [...log.slice(0, at), placed(second, first.entry.seq), placed(first, second.entry.seq), ...log.slice(at + 2)],
  });
}
