import { readableProcedures } from '@zhiheng/auth';
import { prefixOf } from '@zhiheng/contracts';
import { explainClock } from '@zhiheng/calendar';
import { FrameCache, clockFacts, loadFrame } from '@zhiheng/engine';
import type { CompiledWorkflow, EngineStore, Registry } from '@zhiheng/engine';
import type { Bilingual, InstanceId, LegalDate } from '@zhiheng/kernel';
import { Where, mapStoreFault } from '@zhiheng/persistence';
import { readCursor, writeCursor } from '@zhiheng/platform';
import type { Reader, WorkListPorts } from './work-list.js';

export type DueClocksRequest = {
  /** Last day before this one. */
  readonly before?: LegalDate;
  readonly workflow?: string;
  readonly jurisdiction?: string;
  readonly provisional?: boolean;
  readonly explain: boolean;
  readonly limit: number;
  readonly cursor?: string;
};

export type DueClockItem = {
  readonly clock: string;
  readonly title: Bilingual;
  readonly dueOn: LegalDate;
  readonly provisional: boolean;
  readonly overdue: boolean;
  readonly sentence?: Bilingual;
  readonly procedure: {
    readonly id: InstanceId;
    readonly workflow: string;
    readonly title: Bilingual;
    readonly subject: { readonly id: string; readonly name: string };
    readonly jurisdiction: string;
  };
};

type Row = {
  readonly id: InstanceId;
  readonly workflow: string;
  readonly version: number;
  readonly subject_id: string;
  readonly subject_name: string;
  readonly jurisdiction: string;
  readonly name: string;
  readonly due_at: Date;
  readonly due_on: LegalDate;
  readonly provisional: boolean;
};

const LIST = 'clocks/due';

/** Running clocks of the procedures that somebody may read, in the order in which they are due. */
export async function readDueClocks(
  ports: WorkListPorts & { readonly store: Pick<EngineStore, 'load' | 'loadFrames'> },
  { principal, today }: Reader,
  { before, workflow, jurisdiction, provisional, explain, limit, cursor }: DueClocksRequest,
): Promise<{ readonly items: readonly DueClockItem[]; readonly next?: string }> {
  const where = new Where().and(`c.state = 'running'`);
  if (before !== undefined) where.and(`c.due_on < ${where.bind(before)}::date`);
  if (workflow !== undefined) where.and(`c.workflow = ${where.bind(workflow)}`);
  if (provisional !== undefined) where.and(`c.provisional = ${where.bind(provisional)}::boolean`);
  if (jurisdiction !== undefined) where.and(`starts_with(i.jurisdiction, ${where.bind(prefixOf(jurisdiction))})`);
  if (cursor !== undefined) {
    const [dueAt, id, name] = readCursor(LIST, cursor, ['instant', 'uuid', 'text']).map((value) => where.bind(value));
    where.and(`(c.due_at, c.instance_id, c.name) > (${dueAt}::timestamptz, ${id}::uuid, ${name}::text)`);
  }
  where.andWith((first) => readableProcedures(principal.scope, { alias: 'i', first }));
  const rows = await query(ports, {
    sql: `select i.id, i.workflow, i.version, i.subject_id, i.subject_name, i.jurisdiction, c.name, c.due_at, c.due_on::text as due_on, c.provisional
      from clock c join instance i on i.id = c.instance_id where ${where.sql} order by c.due_at, c.instance_id, c.name limit ${limit + 1}`,
    values: where.values,
  });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const sentences = explain ? await sentencesOf(ports, shown) : new Map<string, Bilingual>();
  return {
    items: shown.map((row) => toItem(ports, row, { today, sentence: sentences.get(keyOf(row)) })),
    ...(rows.length > limit &&
      last !== undefined && { next: writeCursor(LIST, [last.due_at.toISOString(), last.id, last.name]) }),
  };
}

async function query(
  { database }: WorkListPorts,
  { sql, values }: { readonly sql: string; readonly values: readonly unknown[] },
): Promise<readonly Row[]> {
  try {
    return (await database.dataSource.query(sql, [...values])) as readonly Row[];
  } catch (fault) {
    throw mapStoreFault(fault);
  }
}

/** Each clock in its sentence, by the law to which it is pinned. */
async function sentencesOf(
  { registry, store }: WorkListPorts & { readonly store: Pick<EngineStore, 'load' | 'loadFrames'> },
  rows: readonly Row[],
): Promise<ReadonlyMap<string, Bilingual>> {
  const { instances } = await store.load({ instanceIds: [...new Set(rows.map(({ id }) => id))], messages: [] });
  const clockOf = (row: Row) => instances.get(row.id)?.clocks[row.name];
  const hashes = [...new Set(rows.flatMap((row) => clockOf(row)?.frame ?? []))];
  const frames = new FrameCache();
  for (const frame of (await store.loadFrames(hashes)).values()) frames.add(loadFrame(frame));
  return new Map(
    rows.flatMap((row) => {
      const clock = clockOf(row);
      if (clock === undefined || !frames.has(clock.frame)) return [];
      const frame = frames.get(clock.frame);
      const workflow = workflowOf(registry, row);
      // A process of an older release lists a version that it does not know without its sentence.
      if (workflow === undefined) return [];
      return [[keyOf(row), explainClock(frame.calendar, clockFacts(clock, { workflow, frame }))] as const];
    }),
  );
}

function workflowOf(registry: Registry, row: Pick<Row, 'workflow' | 'version'>): CompiledWorkflow | undefined {
  return registry.all().find(({ name, version }) => name === row.workflow && version === row.version);
}

function keyOf({ id, name }: Row): string {
  return `${id}/${name}`;
}

function toItem(
  { registry }: WorkListPorts,
  row: Row,
  { today, sentence }: { readonly today: LegalDate; readonly sentence: Bilingual | undefined },
): DueClockItem {
  const workflow = workflowOf(registry, row);
  return {
    clock: row.name,
    title: workflow?.clocks[row.name]?.title ?? { zh: row.name, en: row.name },
    dueOn: row.due_on,
    provisional: row.provisional,
    overdue: row.due_on < today,
    ...(sentence && { sentence }),
    procedure: {
      id: row.id,
      workflow: row.workflow,
      title: workflow?.title ?? { zh: row.workflow, en: row.workflow },
      subject: { id: row.subject_id, name: row.subject_name },
      jurisdiction: row.jurisdiction,
    },
  };
}
