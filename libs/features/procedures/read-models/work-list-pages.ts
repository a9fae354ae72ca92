import type { InstanceId, LegalDate } from '@zhiheng/kernel';
import type { Where } from '@zhiheng/persistence';
import type { CursorValue } from '@zhiheng/platform';

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
const CLOCK = 'n.name as clock, n.due_at, n.due_on::text as due_on, n.provisional';
const NO_CLOCK = 'null::text as clock, null::timestamptz as due_at, null::text as due_on, null::boolean as provisional';

/**
 * Procedures in order of their next due clock. Clocks are walked in due order through their index and each procedure is taken at its
 * earliest one; where a filter names few procedures, the planner goes the other way round.
 */
export function clockedPage(
  where: Where,
  { limit, after, dueBefore }: From & { readonly dueBefore: LegalDate | undefined },
): Page {
  where.and(`n.state = 'running' and not exists (
    select from clock e where e.instance_id = n.instance_id and e.state = 'running' and (e.due_at, e.name) < (n.due_at, n.name))`);
  if (dueBefore !== undefined) where.and(`n.due_on < ${where.bind(dueBefore)}::date`);
  if (after !== undefined)
    where.and(`(n.due_at, n.instance_id) > (${where.bind(after[0])}::timestamptz, ${where.bind(after[1])}::uuid)`);
  return page(where, `select ${ITEM}, ${CLOCK} from clock n join instance i on i.id = n.instance_id`, {
    order: 'n.due_at, n.instance_id',
    limit,
  });
}

/** Procedures without a running clock, the newest first. */
export function unclockedPage(where: Where, { limit, after }: From): Page {
  where.and(`not exists (select from clock n where n.instance_id = i.id and n.state = 'running')`);
  addAfter(where, { after, order: 'desc' });
  return page(where, `select ${ITEM}, ${NO_CLOCK} from instance i`, { order: 'i.opened_at desc, i.id desc', limit });
}

/** Procedures in order of their opening, each with its next due clock. */
export function openedPage(
  where: Where,
  { limit, after, order, dueBefore }: From & { readonly order: 'asc' | 'desc'; readonly dueBefore: LegalDate | undefined },
): Page {
  if (dueBefore !== undefined) where.and(`n.due_on < ${where.bind(dueBefore)}::date`);
  addAfter(where, { after, order });
  return page(
    where,
    `select ${ITEM}, ${CLOCK} from instance i left join lateral (
       select c.name, c.due_at, c.due_on, c.provisional from clock c where c.instance_id = i.id and c.state = 'running'
       order by c.due_at, c.name limit 1
     ) n on true`,
    { order: `i.opened_at ${order}, i.id ${order}`, limit },
  );
}

function addAfter(
  where: Where,
  { after, order }: { readonly after: readonly CursorValue[] | undefined; readonly order: 'asc' | 'desc' },
): void {
  if (after === undefined) return;
  const sign = order === 'asc' ? '>' : '<';
  where.and(`(i.opened_at, i.id) ${sign} (${where.bind(after[0])}::timestamptz, ${where.bind(after[1])}::uuid)`);
}

function page(where: Where, select: string, { order, limit }: { readonly order: string; readonly limit: number }): Page {
  return { sql: `${select}\nwhere ${where.sql}\norder by ${order} limit ${limit}`, values: where.values };
}
