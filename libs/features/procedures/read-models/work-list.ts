import { readableProcedures } from '@zhiheng/auth';
import type { Principal } from '@zhiheng/auth';
import { prefixOf } from '@zhiheng/contracts';
import { stateTitle } from '@zhiheng/engine';
import type { Registry } from '@zhiheng/engine';
import type { Bilingual, Instant, InstanceId, LegalDate } from '@zhiheng/kernel';
import { statesOf } from '@zhiheng/workflow-kit';
import { Where, mapStoreFault } from '@zhiheng/persistence';
import type { Database } from '@zhiheng/persistence';
import { listOfCursor, readCursor, writeCursor } from '@zhiheng/platform';
import { clockedPage, openedPage, unclockedPage } from './work-list-pages.js';
import type { Page, WorkRow } from './work-list-pages.js';
import { sourcesFor } from './work-list-source.js';
import { addMine } from './states-open-to.js';

export type WorkListFilter = {
  readonly workflow?: string;
  readonly state?: string;
  readonly subject?: string;
  readonly jurisdiction?: string;
  readonly done?: boolean;
  readonly dueBefore?: LegalDate;
  /** At or after it the log of the procedure grew. */
  readonly changedSince?: Instant;
  readonly mine?: boolean;
  readonly q?: string;
};
export type WorkListSort = 'due' | 'opened' | '-opened';
export type WorkListRequest = WorkListFilter & {
  readonly sort: WorkListSort;
  readonly limit: number;
  readonly cursor?: string;
};

export type WorkItem = {
  readonly id: InstanceId;
  readonly workflow: { readonly name: string; readonly version: number; readonly title: Bilingual };
  readonly state: string;
  readonly stateTitle: Bilingual;
  readonly subject: { readonly kind: string; readonly id: string; readonly name: string };
  readonly jurisdiction: string;
  readonly openedAt: string;
  readonly seq: number;
  readonly done: boolean;
  readonly restricted: boolean;
  readonly nextDue?: {
    readonly clock: string;
    readonly title: Bilingual;
    readonly dueOn: LegalDate;
    readonly provisional: boolean;
    readonly overdue: boolean;
  };
};
export type WorkList = { readonly items: readonly WorkItem[]; readonly next?: string };
export type WorkListPorts = { readonly database: Database; readonly registry: Registry };
export type Reader = { readonly principal: Principal; readonly today: LegalDate };

const CLOCKED = 'work/due';
const UNCLOCKED = 'work/no-due';

/**
 * A page of the procedures that somebody may read. In order of the next due clock, procedures without a running clock come last,
 * the newest first. A page goes on from the last item of the one before, so that what is added meanwhile neither repeats nor hides anything.
 */
export async function readWorkList(ports: WorkListPorts, reader: Reader, request: WorkListRequest): Promise<WorkList> {
  const rows = await pageOf(ports, reader, request);
  const more = rows.length > request.limit;
  const shown = rows.slice(0, request.limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => toItem(row, ports.registry, reader.today)),
    ...(more && last !== undefined && { next: cursorAfter(last, request.sort) }),
  };
}

/** One row more than the page holds, where there are so many. */
async function pageOf(
  { database, registry }: WorkListPorts,
  reader: Reader,
  request: WorkListRequest,
): Promise<readonly WorkRow[]> {
  const { sort, cursor, dueBefore } = request;
  const limit = request.limit + 1;
  const where = filterOf({ registry, reader }, request);
  const read = <R = WorkRow>(page: Page): Promise<readonly R[]> => query<R>(database, page);
  const order = sort === 'opened' ? 'asc' : 'desc';
  const sourceOf = await sourcesFor({ q: request.q, order }, read);
  const whole = asksMoreThanNames(request);
  const among = asksForOpen(registry, request) ? 'open' : 'all';
  if (sort !== 'due') {
    const after = cursor === undefined ? undefined : readCursor(`work/${sort}`, cursor, ['instant', 'uuid']);
    return read(openedPage(sourceOf(where, { among, whole }), where, { limit, after, order, dueBefore }));
  }
  const isTail = cursor !== undefined && listOfCursor(cursor) === UNCLOCKED;
  const after = cursor === undefined ? undefined : readCursor(isTail ? UNCLOCKED : CLOCKED, cursor, ['instant', 'uuid']);
  // What has a running clock is open: with the last state of a procedure all its clocks stop.
  const { done, ...others } = request;
  const due = { limit, after, dueBefore, whole: asksMoreThanNames(others) };
  const clocked = isTail || done === true ? [] : await read(clockedPage(sourceOf, filterOf({ registry, reader }, others), due));
  if (dueBefore !== undefined || clocked.length === limit) return clocked;
  const rest = { limit: limit - clocked.length, after: isTail ? after : undefined };
  return [...clocked, ...(await read(unclockedPage(sourceOf(where, { among, whole }), where, rest)))];
}

function filterOf(
  { registry, reader }: { readonly registry: Registry; readonly reader: Reader },
  { workflow, state, subject, jurisdiction, done, changedSince, mine }: WorkListFilter,
): Where {
  const where = new Where();
  if (workflow !== undefined) where.and(`i.workflow = ${where.bind(workflow)}`);
  if (subject !== undefined) where.and(`i.subject_id = ${where.bind(subject)}`);
  if (jurisdiction !== undefined) where.and(`starts_with(i.jurisdiction, ${where.bind(prefixOf(jurisdiction))})`);
  if (done !== undefined) where.and(done ? 'i.done' : 'not i.done');
  // As an array, so that the log is asked first: as a join it was at times asked for each procedure in turn.
  if (changedSince !== undefined)
    where.and(`i.id = any(array(select distinct instance_id from log where at >= ${where.bind(changedSince)}::timestamptz))`);
  if (state !== undefined) {
    const asked = where.bind(state);
    if (isOnlyOfOpen(registry, state, workflow)) where.and('not i.done');
    where.and(`i.state = ${asked}
      or exists (select from unnest(string_to_array(i.state, '|')) as leaf where leaf = ${asked} or starts_with(leaf, ${asked} || '.'))`);
  }
  if (mine === true) addMine(where, { registry, actor: reader.principal.actor });
  return where.andWith((first) => readableProcedures(reader.principal.scope, { alias: 'i', first }));
}

/** Whether a filter asks what the list of names does not know, or names so few procedures that these should be read first. */
function asksMoreThanNames({ workflow, state, subject, done, changedSince, mine }: WorkListFilter): boolean {
  return [workflow, state, subject, done, changedSince].some((one) => one !== undefined) || mine === true;
}

/** Whether the conditions leave open procedures only. */
function asksForOpen(registry: Registry, { workflow, state, done, mine }: WorkListFilter): boolean {
  return done === false || mine === true || (state !== undefined && isOnlyOfOpen(registry, state, workflow));
}

/** Whether no closed procedure can be in a state, so that only the open ones need be looked through. An unknown state may be a later release's. */
function isOnlyOfOpen(registry: Registry, state: string, workflow: string | undefined): boolean {
  const known = registry
    .all()
    .filter(({ name }) => workflow === undefined || name === workflow)
    .flatMap((one) => statesOf(one).filter(({ path }) => path === state));
  return known.length > 0 && known.every(({ depth, row }) => depth > 0 || row.type !== 'final');
}

async function query<R>(database: Database, { sql, values }: Page): Promise<readonly R[]> {
  try {
    return (await database.dataSource.query(sql, [...values])) as readonly R[];
  } catch (fault) {
    throw mapStoreFault(fault);
  }
}

function cursorAfter({ id, opened_at, due_at }: WorkRow, sort: WorkListSort): string {
  if (sort !== 'due') return writeCursor(`work/${sort}`, [opened_at.toISOString(), id]);
  return due_at === null
    ? writeCursor(UNCLOCKED, [opened_at.toISOString(), id])
    : writeCursor(CLOCKED, [due_at.toISOString(), id]);
}

function toItem(row: WorkRow, registry: Registry, today: LegalDate): WorkItem {
  // A process of an older release may list a version that it does not know: it shows the names as they are stored.
  const workflow = registry.all().find(({ name, version }) => name === row.workflow && version === row.version);
  return {
    id: row.id,
    workflow: { name: row.workflow, version: row.version, title: workflow?.title ?? { zh: row.workflow, en: row.workflow } },
    state: row.state,
    stateTitle: workflow === undefined ? { zh: row.state, en: row.state } : stateTitle(workflow, row.state),
    subject: { kind: row.subject_kind, id: row.subject_id, name: row.subject_name },
    jurisdiction: row.jurisdiction,
    openedAt: row.opened_at.toISOString(),
    seq: row.seq,
    done: row.done,
    restricted: row.restricted,
    ...(row.clock !== null &&
      row.due_on !== null && {
        nextDue: {
          clock: row.clock,
          title: workflow?.clocks[row.clock]?.title ?? { zh: row.clock, en: row.clock },
          dueOn: row.due_on,
          provisional: row.provisional === true,
          overdue: row.due_on < today,
        },
      }),
  };
}
