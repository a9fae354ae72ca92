import type { Announcement } from '@zhiheng/contracts';
import type { ClockRecord, LogEntry } from '@zhiheng/engine';
import { fireRules } from '@zhiheng/policy';
import type { Rulebook } from '@zhiheng/policy';
import { instanceId, messageId } from '@zhiheng/kernel';
import type { Instant, InstanceId, LegalDate, MessageId } from '@zhiheng/kernel';
import type { Line } from '../load/record.js';
import type { Judged } from './check.js';
import type { Evidence, Recorded } from './evidence.js';

const BEGIN = Date.parse('2026-03-02T02:00:00Z');
const DAY_MS = 86_400_000;

const at = (ms: number): Instant => new Date(BEGIN + ms).toISOString() as Instant;
const recall = instanceId('recall', 'http', messageId('http', 'handler-1', 'a'));
const message = (key: string): MessageId => messageId('http', 'handler-1', recall, key);
const handler = { id: 'handler-1', roles: ['case-handler' as const] };
const system = { id: 'system', roles: ['system' as const] };
const subject = { kind: 'enterprise', id: '91442000MA0000000X', name: '中山市示例电器有限公司' };
const DUE = 30 * DAY_MS;
const MOVED_AT = 500;
const clock = (state: ClockRecord['state']): ClockRecord => ({
  name: 'reportDue',
  generation: 1,
  state,
  frame: 'f',
  trigger: 'DEFECT_REPORTED',
  startedOn: '2026-03-02' as LegalDate,
  startedAt: at(10),
  stops: [],
  extensions: [],
  dueOn: '2026-04-01' as LegalDate,
  dueAt: at(DUE),
  provisional: false,
});

/** A small run in which every promise was kept: what the checker is given in its tests, before something is falsified. */
export function honestWorld(rulebook: Rulebook): Judged {
  const announcements = [announcement('recall.reportOverdue', 3), announcement('recall.dutyBreached', 4)];
  const causes = announcements.map((one, index) => consequence(rulebook, one, index));
  const log: readonly Recorded[] = [
    { entry: entry(1, { message: messageId('http', 'handler-1', 'a'), clocks: [clock('running')] }), recordedAt: BEGIN + 10 },
    { entry: entry(2, { message: message('b'), kind: 'refused', code: 'ROLE_NOT_ALLOWED' }), recordedAt: BEGIN + 20 },
    {
      entry: entry(3, {
        message: messageId('lapse', recall, 'reportDue', '1'),
        lapse: true,
        clocks: [clock('lapsed')],
        announced: announcements[0]!,
      }),
      recordedAt: BEGIN + 1_000,
    },
    { entry: entry(4, { message: message('c'), announced: announcements[1]! }), recordedAt: BEGIN + 1_100 },
    ...causes.map((caused, index) => ({ entry: caused, recordedAt: BEGIN + 2_000 + 100 * index })),
  ];
  const evidence: Evidence = {
    log,
    strays: [{ messageId: message('d'), code: 'INSTANCE_UNKNOWN' }],
    announced: [
      ...announcements.flatMap((one, index) =>
        ['enforcement', 'publicity'].map((consumer, place) => ({
          outboxId: String(10 * index + place + 1),
          consumer,
          announcement: one,
        })),
      ),
      { outboxId: '99', consumer: 'enforcement', announcement: undefined },
    ],
    handled: announcements.flatMap((one, index) =>
      ['enforcement', 'publicity'].map((consumer) => ({ messageId: one.messageId, consumer, at: BEGIN + 2_050 + 100 * index })),
    ),
    deadLetters: [{ messageId: messageId('outbox', '99'), consumer: 'enforcement', code: 'ANNOUNCEMENT_UNREADABLE' }],
    publicChanges: [
      { kind: 'recall', recordId: recall, seq: 3 },
      { kind: 'recall', recordId: recall, seq: 4 },
    ],
    publicRecords: [{ kind: 'recall', id: recall, seq: 4 }],
    left: { outbox: 0, dueClocks: 0 },
  };
  return { lines: lines(), evidence, rulebook, nowOfSystem: BEGIN + 40 * DAY_MS };
}

function lines(): readonly Line[] {
  const command = (n: number, key: string, more: Partial<Extract<Line, { kind: 'command' }>> = {}): Line => ({
    ...{ kind: 'command', n, sender: 0, procedure: recall, intent: 'advance', event: 'DEFECT_REPORTED', account: 'handler-1' },
    messageId: message(key),
    ...more,
  });
  const answer = (n: number, status: number, more: Partial<Extract<Line, { kind: 'answer' }>>): Line => ({
    ...{ kind: 'answer', n, attempt: 1, at: BEGIN + n, status, instanceId: recall },
    ...more,
  });
  return [
    command(1, 'a', { intent: 'open', messageId: messageId('http', 'handler-1', 'a') }),
    answer(1, 201, { outcome: 'accepted', seq: 1 }),
    command(2, 'b', { intent: 'wrong-role' }),
    answer(2, 403, { code: 'ROLE_NOT_ALLOWED', seq: 2 }),
    { kind: 'clock', at: BEGIN + MOVED_AT, to: BEGIN + DUE + DAY_MS, status: 200 },
    command(3, 'c'),
    { kind: 'silence', n: 3, attempt: 1, at: BEGIN + 3, why: 'ECONNRESET' },
    answer(3, 200, { outcome: 'duplicate', seq: 4, attempt: 2 }),
    command(4, 'd', { intent: 'unknown-procedure' }),
    answer(4, 404, { code: 'INSTANCE_UNKNOWN' }),
    command(5, 'e'),
    { kind: 'silence', n: 5, attempt: 1, at: BEGIN + 5, why: 'TimeoutError' },
    { kind: 'poison', consumer: 'enforcement', outboxId: '99' },
  ];
}

function entry(
  seq: number,
  {
    message: id,
    kind = 'accepted',
    code,
    lapse = false,
    clocks,
    announced,
  }: {
    readonly message: MessageId;
    readonly kind?: 'accepted' | 'refused';
    readonly code?: 'ROLE_NOT_ALLOWED';
    readonly lapse?: boolean;
    readonly clocks?: readonly ClockRecord[];
    readonly announced?: Announcement;
  },
): LogEntry {
  return {
    ...frame(recall, 'recall', seq, id),
    kind,
    at: at(seq < 3 ? 10 * seq : DUE + DAY_MS),
    event: { type: lapse ? 'REPORT_DUE_LAPSED' : 'DEFECT_REPORTED', data: {} },
    actor: lapse ? system : handler,
    ...(lapse && { cause: { clock: { name: 'reportDue', generation: 1 } } }),
    ...(clocks && { clocks }),
    ...(code && { refusal: { code, message: { zh: '', en: '' } } }),
    ...(announced && { announced: [{ topic: announced.topic, message: announced.messageId }] }),
  };
}

function frame(
  instance: InstanceId,
  workflow: string,
  seq: number,
  id: MessageId,
): Omit<LogEntry, 'kind' | 'at' | 'event' | 'actor'> {
  const day = '2026-03-02' as LegalDate;
  return {
    format: 1,
    instance,
    seq,
    workflow,
    version: 1,
    on: day,
    message: id,
    frame: 'f',
    from: 'a',
    to: 'b',
    snapshot: 's',
    prev: 'p',
  };
}

function announcement(topic: string, seq: number): Announcement {
  return {
    messageId: messageId('announcement', recall, String(seq), '0'),
    topic,
    facts: { product: '电磁灶', detail: '逾期', duty: '报告' },
    source: {
      instanceId: recall,
      workflow: 'recall',
      jurisdiction: '442000',
      seq,
      on: '2026-03-02' as LegalDate,
      at: at(0),
      subject,
    },
  };
}

/** The entry with which the consequence of an announcement opened its own procedure. */
function consequence(rulebook: Rulebook, caused: Announcement, index: number): LogEntry {
  const [firing] = fireRules(rulebook, caused, { workflow: 'enforcement' });
  if (firing === undefined) throw new Error(`no rule opens a case on ${caused.topic}`);
  const opened = instanceId(firing.workflow, ...(firing.identity as [string]));
  return {
    ...frame(opened, 'enforcement', 1, messageId('rule', caused.messageId, firing.rule.id)),
    kind: 'accepted',
    at: at(DUE + DAY_MS + index),
    event: { type: firing.event, data: {} },
    actor: system,
    cause: {
      messageId: caused.messageId,
      instanceId: recall,
      workflow: 'recall',
      seq: caused.source.seq,
      rule: { id: firing.rule.id, facts: {}, citation: { zh: '' } },
    },
  };
}
