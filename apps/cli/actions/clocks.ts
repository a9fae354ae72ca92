import { readProcedure } from '@zhiheng/features/procedures';
import { ZhihengError } from '@zhiheng/kernel';
import type { System } from '@zhiheng/platform';
import { print, printJson } from '../print.js';
import { legalDay, procedureId, wholeNumber } from '../read-argument.js';
import { withSystem } from '../with-system.js';

export type ClockFilter = {
  readonly due?: true;
  readonly provisional?: true;
  readonly before?: string;
  readonly workflow?: string;
  readonly jurisdiction?: string;
  readonly limit: string;
  readonly json?: true;
};

type ClockRow = {
  readonly instanceId: string;
  readonly workflow: string;
  readonly name: string;
  readonly state: string;
  readonly dueOn: string;
  readonly dueAt: string;
  readonly provisional: boolean;
  readonly jurisdiction: string;
  readonly subject: string;
};

export function listClocks(filter: ClockFilter): Promise<void> {
  const before = filter.before === undefined ? null : legalDay('--before', filter.before);
  const limit = wholeNumber('--limit', filter.limit);
  return withSystem(async (system) => {
    const clocks = await readClocks(system, { ...filter, before, most: limit });
    if (filter.json) return printJson(clocks);
    for (const { instanceId, workflow, name, state, dueOn, provisional, subject } of clocks)
      print(`${dueOn}${provisional ? '?' : ''}\t${state}\t${workflow}.${name}\t${instanceId}\t${subject}`);
    if (clocks.length === 0) print('没有 none');
  });
}

function readClocks(
  { database, clock }: System,
  {
    due,
    provisional,
    before,
    workflow,
    jurisdiction,
    most,
  }: Omit<ClockFilter, 'before'> & { readonly before: string | null; readonly most: number },
): Promise<readonly ClockRow[]> {
  return database.dataSource.query<readonly ClockRow[]>(
    `select c.instance_id as "instanceId", c.workflow, c.name, c.state, c.due_on::text as "dueOn",
        to_char(c.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "dueAt", c.provisional, i.jurisdiction,
        i.subject_name as subject
      from clock c join instance i on i.id = c.instance_id
      where ($1::timestamptz is null or (c.state = 'running' and c.due_at <= $1)) and ($2::boolean is null or c.provisional)
        and ($3::date is null or c.due_on < $3) and ($4::text is null or c.workflow = $4)
        and ($5::text is null or starts_with(i.jurisdiction, $5))
      order by c.due_at, c.instance_id, c.name limit $6`,
    [due ? clock.now() : null, provisional ?? null, before, workflow ?? null, jurisdiction ?? null, most],
  );
}

/** The running and suspended clocks of a procedure. Throws CLOCK_UNKNOWN when it has none of that name. */
export function explainClocks({ id, name }: { readonly id: string; readonly name?: string }, json: boolean): Promise<void> {
  const instanceId = procedureId(id);
  return withSystem(async ({ runtime, law, clock }) => {
    const ports = { store: runtime.store, registry: law.registry, frames: law.frames, clock };
    const view = await readProcedure(ports, instanceId, { id: 'reader', roles: [] });
    const clocks = view.clocks.filter((one) => name === undefined || one.name === name);
    if (name !== undefined && clocks.length === 0)
      throw new ZhihengError('CLOCK_UNKNOWN', { expected: view.clocks.map((one) => one.name), found: name });
    if (json) return printJson(clocks);
    for (const { title, name: own, state, dueOn, sentence, article, ruleText } of clocks)
      print(
        [
          `${title.zh} ${title.en} [${own}] ${state} ${dueOn}`,
          `  ${sentence.zh}`,
          `  ${sentence.en}`,
          ...(article === undefined ? [] : [`  ${article}`]),
          ...(ruleText === undefined ? [] : [`  “${ruleText}”`]),
        ].join('\n'),
      );
    if (clocks.length === 0) print('没有 none');
  });
}
