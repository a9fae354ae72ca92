import type { Answer, Command, Line } from '../load/record.js';
import { grouped } from './grouped.js';
import type { Evidence, Recorded } from './evidence.js';
import type { Violation } from './violation.js';

/** What an answer binds the system to. */
type Meaning = 'accepted' | 'refused' | 'stray' | 'not-taken' | 'no-promise';

/** Every command against the log: acknowledged exactly once, otherwise at most once, and as it was answered. */
export function checkCommands(lines: readonly Line[], { log, strays }: Evidence): readonly Violation[] {
  const entries = grouped(log, ({ entry }) => entry.message);
  const kept = grouped(strays, ({ messageId }) => messageId);
  const answers = grouped(
    lines.filter((line) => line.kind === 'answer'),
    ({ n }) => n,
  );
  const commands = lines.filter((line) => line.kind === 'command');
  return [
    ...commands.flatMap((command) =>
      checkCommand(command, {
        answers: answers.get(command.n) ?? [],
        // Under the key of another command there is that command's entry, and it is judged there.
        entries: command.intent === 'reused-key' ? [] : (entries.get(command.messageId) ?? []),
        strays: command.intent === 'reused-key' ? 0 : (kept.get(command.messageId) ?? []).length,
      }),
    ),
    ...strangersOn(log, commands),
  ];
}

function checkCommand(
  command: Command,
  {
    answers,
    entries,
    strays,
  }: { readonly answers: readonly Answer[]; readonly entries: readonly Recorded[]; readonly strays: number },
): readonly Violation[] {
  const { n, intent, event, procedure } = command;
  const name = `#${n} ${intent} ${event} to ${procedure}`;
  const recorded = entries.length + strays;
  const violations: Violation[] = [];
  if (recorded > 1) violations.push({ promise: 'effect-doubled', what: `${name}: recorded ${recorded} times` });
  for (const answer of answers) {
    const meaning = meaningOf(answer);
    const told = `${name}: answered ${answer.status} ${answer.outcome ?? answer.code ?? ''}`;
    if (!isFitting(command, answer, meaning)) violations.push({ promise: 'answer-unexpected', what: told });
    if (meaning === 'accepted' || meaning === 'refused') {
      const promise = meaning === 'accepted' ? 'event-lost' : 'refusal-missing';
      const there = entries.some(
        ({ entry }) =>
          entry.instance === answer.instanceId &&
          entry.seq === answer.seq &&
          entry.event.type === event &&
          entry.kind === meaning &&
          (meaning === 'accepted' || entry.refusal?.code === answer.code),
      );
      if (!there && intent !== 'reused-key')
        violations.push({ promise, what: `${told} seq ${answer.seq}, and the log does not have it` });
    }
    if (meaning === 'stray' && strays === 0)
      violations.push({ promise: 'refusal-missing', what: `${told}, and the refusal is not kept` });
    if (meaning === 'not-taken' && recorded > 0 && answers.every((one) => meaningOf(one) === 'not-taken'))
      violations.push({ promise: 'effect-invented', what: `${told}, yet it is recorded` });
  }
  return violations;
}

function meaningOf({ status, outcome, code, seq, instanceId }: Answer): Meaning {
  if (status >= 500) return 'no-promise';
  if (status === 200 || status === 201) return outcome === 'accepted' || outcome === 'duplicate' ? 'accepted' : 'not-taken';
  if (instanceId === undefined || code === undefined) return 'not-taken';
  return seq === undefined ? 'stray' : 'refused';
}

/** Whether an answer is one that such a command may get. */
function isFitting({ intent }: Command, { status, code }: Answer, meaning: Meaning): boolean {
  // Overload and outages are said with 503; 500 says that we did not know what happened to us.
  if (meaning === 'no-promise') return status === 503;
  switch (intent) {
    case 'open':
    case 'advance':
      return meaning === 'accepted' || meaning === 'refused' || meaning === 'stray';
    case 'wrong-role':
      return (
        (meaning === 'refused' && (code === 'ROLE_NOT_ALLOWED' || code === 'INSTANCE_CLOSED')) || code === 'INSTANCE_UNKNOWN'
      );
    case 'malformed':
      return meaning === 'not-taken' && status === 400;
    case 'stale':
      return (meaning === 'not-taken' && status === 412) || code === 'INSTANCE_UNKNOWN';
    case 'reused-key':
      return meaning === 'not-taken' && status === 422 && code === 'IDEMPOTENCY_KEY_REUSED';
    case 'unknown-procedure':
      return meaning === 'stray' && status === 404 && code === 'INSTANCE_UNKNOWN';
  }
}

/** Entries of people that nobody in the record has sent. */
function strangersOn(log: readonly Recorded[], commands: readonly Command[]): readonly Violation[] {
  const sent = new Set<string>(commands.map(({ messageId }) => messageId));
  return log.flatMap(({ entry }) =>
    entry.actor.roles.includes('system') || sent.has(entry.message)
      ? []
      : [{ promise: 'effect-invented' as const, what: `${entry.instance}/${entry.seq} ${entry.event.type}: nobody sent it` }],
  );
}
