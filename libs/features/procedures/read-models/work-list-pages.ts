import type { InstanceId, LegalDate } from '@zhiheng/kernel';
import type { Where } from '@zhiheng/persistence';
import type { CursorValue } from '@zhiheng/platform';
import type { Source, Sources } from './work-list-source.js';

export type WorkRow = {
  readonly id: InstanceId;
  readonly workflow: string;
  readonly version: number;
  readonly jurisdiction: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly subject_name: string;
  readonly state: string;
  readonly done: boolean;
  readonly seq: number;
  readonly opened_at: Date;
  readonly restricted: boolean;
  readonly clock: string | null;
  readonly due_at: Date | null;
  readonly due_on: LegalDate | null;
  readonly provisional: boolean | null;
};
export type Page = { readonly sql: string; readonly values: readonly unknown[] };
type From = { readonly limit: number; readonly after: readonly CursorValue[] | undefined };

const ITEM = `i.id, i.workflow, i.version, i.jurisdiction, i.subject_kind, i.subject_id, i.subject_name, i.state, i.done, i.seq, i.opened_at,
  exists (select from restriction where instance_id = i.id) as restricted`;
const NO_CLOCK = 'null::text as clock, null::timestamptz as due_at, null::text as due_on, null::boolean as provisional';
const NEXT_CLOCK = `left join lateral (
  select c.name, c.due_at, c.due_on, c.provisional from clock c where c.instance_id = i.id and c.state = 'running'
  order by c.due_at, c.name limit 1
) n on true`;

/**
 * Procedures in order of their next due clock. Clocks are walked in due order through their index and each procedure is taken at its
 * earliest one; where a filter names few procedures, the planner goes the other way round.
 */
export function clockedPage(
  sourceOf: Sources,
  where: Where,
  { limit, after, dueBefore, whole }: From & { readonly dueBefore: LegalDate | undefined; readonly whole: boolean },
): Page {
  const source = sourceOf(where, { among: 'open', whole });
  where.and(`n.state = 'running' and not exists (
    select from clock e where e.instance_id = n.instance_id and e.state = 'running' and (e.due_at, e.name) < (n.due_at, n.name))`);
  if (dueBefore !== undefined) where.and(`n.due_on < ${where.bind(dueBefore)}::date`);
  if (after !== undefined)
    where.and(`(n.due_at, n.instance_id) > (${where.bind(after[0])}::timestamptz, ${where.bind(after[1])}::uuid)`);
  const picked = pick(source, where, {
    what: 'i.id, n.name, n.due_at, n.due_on, n.provisional',
    beside: 'join clock n on n.instance_id = i.id',
    order: 'n.due_at, n.instance_id',
    limit,
  });
  return dressed(picked, `select ${ITEM}, ${clockOf('k')}`, 'order by k.due_at, k.id');
}

/** Procedures without a running clock, the newest first. */
export function unclockedPage(source: Source, where: Where, { limit, after }: From): Page {
  where.and(`not exists (select from clock n where n.instance_id = i.id and n.state = 'running')`);
  addAfter(where, { after, order: 'desc' });
  const picked = pick(source, where, { what: 'i.id, i.opened_at', order: 'i.opened_at desc, i.id desc', limit });
  return dressed(picked, `select ${ITEM}, ${NO_CLOCK}`, 'order by k.opened_at desc, k.id desc');
}

/** Procedures in order of their opening, each with its next due clock. */
export function openedPage(
  source: Source,
  where: Where,
  { limit, after, order, dueBefore }: From & { readonly order: 'asc' | 'desc'; readonly dueBefore: LegalDate | undefined },
): Page {
  if (dueBefore !== undefined) where.and(`n.due_on < ${where.bind(dueBefore)}::date`);
  addAfter(where, { after, order });
  const picked = pick(source, where, {
    what: 'i.id, i.opened_at',
    ...(dueBefore !== undefined && { beside: NEXT_CLOCK }),
    order: `i.opened_at ${order}, i.id ${order}`,
    limit,
  });
  return dressed(picked, `select ${ITEM}, ${clockOf('n')}`, `${NEXT_CLOCK} order by k.opened_at ${order}, k.id ${order}`);
}

function addAfter(
  where: Where,
  { after, order }: { readonly after: readonly CursorValue[] | undefined; readonly order: 'asc' | 'desc' },
): void {
  if (after === undefined) return;
  const sign = order === 'asc' ? '>' : '<';
  where.and(`(i.opened_at, i.id) ${sign} (${where.bind(after[0])}::timestamptz, ${where.bind(after[1])}::uuid)`);
}

const clockOf = (row: string): string =>
  `${row}.name as clock, ${row}.due_at, ${row}.due_on::text as due_on, ${row}.provisional`;

type Picking = { readonly what: string; readonly beside?: string; readonly order: string; readonly limit: number };

/** Which procedures are on the page: of others no more is read than the conditions ask for. */
function pick({ found, from }: Source, where: Where, { what, beside = '', order, limit }: Picking): Page {
  const lookup = found === undefined ? '' : `found as materialized (${found}),\n`;
  return {
    sql: `with ${lookup}picked as (\nselect ${what} from ${from} ${beside}\nwhere ${where.sql}\norder by ${order} limit ${limit})`,
    values: where.values,
  };
}

/** The page with all that is shown of a procedure. */
function dressed({ sql, values }: Page, select: string, rest: string): Page {
  return { sql: `${sql}\n${select} from picked k join instance i on i.id = k.id ${rest}`, values };
}
