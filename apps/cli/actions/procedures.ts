import { randomUUID } from 'node:crypto';
import { ROLES } from '@zhiheng/contracts';
import type { Role } from '@zhiheng/contracts';
import { readLog, readProcedure } from '@zhiheng/features/procedures';
import { ZhihengError, legalDateOf, messageId } from '@zhiheng/kernel';
import type { InstanceId, JsonObject } from '@zhiheng/kernel';
import { PostgresLogStore } from '@zhiheng/persistence';
import type { System } from '@zhiheng/platform';
import { EXIT } from '../exit-codes.js';
import { print, printJson } from '../print.js';
import { legalDay, procedureId, wholeNumber } from '../read-argument.js';
import { settled, withSystem, withWorkingSystem } from '../with-system.js';

export type ListOptions = {
  readonly workflow?: string;
  readonly subject?: string;
  readonly limit: string;
  readonly json?: true;
};
export type SendOptions = { readonly role: string; readonly as: string; readonly on?: string; readonly json?: true };

export function listProcedures(options: ListOptions): Promise<void> {
  return withSystem((system) => list(system, options));
}
export function explainProcedure(id: string, json: boolean): Promise<void> {
  return withSystem((system) => explainOne(system, procedureId(id), json));
}
export function showProcedureLog(id: string, json: boolean): Promise<void> {
  return withSystem((system) => showLog(system, procedureId(id), json));
}
export function sendEvent(id: string, event: string, data: string | undefined, options: SendOptions): Promise<void> {
  return withWorkingSystem((system) => send(system, { id: procedureId(id), event, data: parseData(data) }, options));
}

async function list({ database }: System, { workflow, subject, limit, json }: ListOptions): Promise<void> {
  const { rows } = await database.pool.query<{
    readonly id: string;
    readonly workflow: string;
    readonly state: string;
    readonly subject_name: string;
  }>(
    `select id, workflow, state, subject_name from instance
     where ($1::text is null or workflow = $1) and ($2::text is null or strpos(subject_name, $2) > 0) order by opened_at desc, id limit $3`,
    [workflow ?? null, subject ?? null, wholeNumber('--limit', limit)],
  );
  if (json) return printJson(rows.map(({ subject_name: subject, ...row }) => ({ ...row, subject })));
  for (const row of rows) print(`${row.id}\t${row.workflow}\t${row.state}\t${row.subject_name}`);
  if (rows.length === 0) print('没有 none');
}

async function explainOne({ runtime, law, clock }: System, id: InstanceId, json: boolean): Promise<void> {
  const view = await readProcedure({ store: runtime.store, registry: law.registry, frames: law.frames, clock }, id, {
    id: 'reader',
    roles: [],
  });
  if (json) {
    printJson(view);
    return;
  }
  print(`${view.title.zh} ${view.title.en} v${view.version}\n当事人 party: ${view.subject.name}（${view.subject.id}）`);
  print(`环节 state: ${view.situation.map(({ zh, en }) => `${zh} ${en}`).join(' / ')} [${view.state}]`);
  const basis = view.situation.at(-1)?.basis;
  if (basis !== undefined) print(`依据 basis: ${basis}`);
  print('期限 clocks:');
  for (const { title, sentence, ruleText } of view.clocks)
    print(
      `  ${title.zh} ${title.en}\n    ${sentence.zh}\n    ${sentence.en}${ruleText === undefined ? '' : `\n    “${ruleText}”`}`,
    );
  if (view.clocks.length === 0) print('  没有 none');
  print('可办事项 may happen next:');
  for (const event of view.events) {
    const mark = { yes: '✓', no: '✗', depends: '?' }[event.permitted];
    print(`  ${mark} ${event.type}  ${event.title.zh} ${event.title.en}（${event.sentBy.join(', ')}）`);
    for (const { title, basis: article } of event.whyNot)
      print(`      不符合 not met: ${title.zh} ${title.en}${article === undefined ? '' : `（${article}）`}`);
    const fields = Object.entries((event.form['properties'] ?? {}) as Readonly<Record<string, { readonly title?: string }>>);
    const required = new Set((event.form['required'] ?? []) as readonly string[]);
    for (const [name, { title }] of fields) print(`      ${name}${required.has(name) ? '' : '?'}  ${title ?? ''}`);
  }
}

async function showLog({ database }: System, id: InstanceId, json: boolean): Promise<void> {
  const entries = await readLog(new PostgresLogStore(database.pool), id);
  if (json) {
    printJson(entries);
    return;
  }
  for (const { entry, hash } of entries) {
    const why =
      entry.cause?.rule === undefined
        ? ''
        : ` ← ${entry.cause.rule.id}: ${entry.cause.rule.citation.zh}${entry.cause.rule.citation.article ?? ''}`;
    const outcome =
      entry.kind === 'accepted' ? `${entry.from} → ${entry.to}` : `拒绝 refused: ${entry.refusal?.message.zh ?? ''}`;
    print(`${entry.seq}\t${entry.on}\t${entry.event.type}\t${entry.actor.id}\t${outcome}\t${hash.slice(0, 12)}${why}`);
  }
}

async function send(
  system: System,
  { id, event, data }: { readonly id: InstanceId; readonly event: string; readonly data: JsonObject },
  options: SendOptions,
): Promise<void> {
  const role = ROLES.find((known) => known === options.role && known !== 'system');
  if (role === undefined)
    throw new ZhihengError('OPTION_INVALID', { expected: ROLES.filter((known) => known !== 'system'), found: options.role });
  const outcome = await system.runtime.engine.advance({
    messageId: messageId('cli', randomUUID()),
    instanceId: id,
    workflow: '',
    event: { type: event, data },
    on: options.on === undefined ? legalDateOf(system.clock.now()) : legalDay('--on', options.on),
    actor: { id: options.as, roles: [role satisfies Role] },
  });
  await settled(system);
  if (outcome.kind !== 'accepted') process.exitCode = EXIT.failed;
  if (options.json) return printJson(outcome);
  if (outcome.kind === 'accepted') {
    print(`✓ ${event} → ${outcome.state}${outcome.done ? '（办结 closed）' : ''}`);
    return;
  }
  const settledOutcome = outcome.kind === 'duplicate' ? outcome.first : outcome;
  if (settledOutcome.kind === 'rejected') {
    const { code, message, expected, found } = settledOutcome.refusal;
    print(
      `✗ ${code} ${message.zh}\n  ${message.en}\n  应为 expected: ${JSON.stringify(expected ?? null)}\n  实际 found:    ${JSON.stringify(found ?? null)}`,
    );
  } else print(outcome.kind);
}

function parseData(text: string | undefined): JsonObject {
  if (text === undefined) return {};
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
    throw new SyntaxError('not an object');
  } catch (cause) {
    throw new ZhihengError('OPTION_INVALID', { expected: 'data: JSON 对象 a JSON object', found: text, cause });
  }
}
