import { readableProcedures } from '@zhiheng/auth';
import type { ReadScope } from '@zhiheng/auth';
import { narrate, stateTitle } from '@zhiheng/engine';
import type { LogEntry, NarratedCause, Registry } from '@zhiheng/engine';
import type { Bilingual, InstanceId, JsonObject } from '@zhiheng/kernel';
import { mapStoreFault } from '@zhiheng/persistence';
import type { Database } from '@zhiheng/persistence';
import type { Rulebook } from '@zhiheng/policy';
import { notFound } from './not-found.js';

export type RelatedProcedure = {
  readonly id: InstanceId;
  readonly workflow: { readonly name: string; readonly title: Bilingual };
  readonly state: string;
  readonly stateTitle: Bilingual;
  readonly subject: { readonly id: string; readonly name: string };
  readonly jurisdiction: string;
  readonly done: boolean;
  readonly openedAt: string;
  /** The rule that opened it. */
  readonly rule?: { readonly id: string; readonly title: Bilingual };
};
export type Related = {
  /** Why the procedure was opened: the rule, the facts that it saw, the sentence that orders it; or who opened it. */
  readonly why: {
    readonly cause?: NarratedCause;
    readonly openedBy: { readonly id: string; readonly name?: string };
    readonly on: string;
    readonly event: { readonly type: string; readonly title: Bilingual; readonly data: JsonObject };
    /** The procedure from which the fact came, where the caller may read it. */
    readonly source?: RelatedProcedure;
  };
  readonly followedBy: readonly RelatedProcedure[];
  readonly sameSubject: readonly RelatedProcedure[];
  /** Lists end here; there are more. */
  readonly more?: true;
};
export type RelatedPorts = { readonly database: Database; readonly registry: Registry; readonly rulebook: Rulebook };

type Row = {
  readonly part: 'source' | 'followed' | 'same';
  readonly id: InstanceId;
  readonly workflow: string;
  readonly version: number;
  readonly state: string;
  readonly subject_id: string;
  readonly subject_name: string;
  readonly jurisdiction: string;
  readonly done: boolean;
  readonly opened_at: Date;
  readonly opened_by_rule: string | null;
};

const MOST = 100;
const COLUMNS =
  'i.id, i.workflow, i.version, i.state, i.subject_id, i.subject_name, i.jurisdiction, i.done, i.opened_at, i.opened_by_rule';

/** Where a procedure came from and what followed from it, as far as the caller may read. Throws NOT_FOUND. */
export async function readRelated(ports: RelatedPorts, id: InstanceId, scope: ReadScope): Promise<Related> {
  const { registry, rulebook, database } = ports;
  const titles = new Map(rulebook.rules.map((rule) => [rule.id, rule.title]));
  const [first, rows] = await Promise.all([firstEntry(database, id), relatives(database, id, scope)]);
  if (first === undefined) throw notFound(id);
  const [told] = narrate([first], {
    workflowOf: ({ workflow, version }) => registry.pinned(workflow, version),
    ruleTitle: (rule) => titles.get(rule),
  });
  const listed = (part: Row['part']): readonly RelatedProcedure[] =>
    rows
      .filter((row) => row.part === part)
      .slice(0, MOST)
      .map((row) => toRelated(row, registry, titles));
  const [source] = listed('source');
  const { actor, event, on } = first;
  return {
    why: {
      ...(told?.cause && { cause: told.cause }),
      openedBy: { id: actor.id, ...(actor.name !== undefined && { name: actor.name }) },
      on,
      event: { type: event.type, title: told!.event.title, data: event.data },
      ...(source && { source }),
    },
    followedBy: listed('followed'),
    sameSubject: listed('same'),
    ...(['followed', 'same'].some((part) => rows.filter((row) => row.part === part).length > MOST) && { more: true as const }),
  };
}

/** How many procedures are related, for the page of one. */
export async function countRelated(
  { pool }: Pick<Database, 'pool'>,
  id: InstanceId,
  scope: ReadScope,
): Promise<{
  readonly openedByRule?: string;
  readonly openedBy?: InstanceId;
  readonly followedBy: number;
  readonly sameSubject: number;
}> {
  const readable = readableProcedures(scope, { alias: 'i', first: 2 });
  try {
    const { rows } = await pool.query<{
      readonly opened_by_rule: string | null;
      readonly opened_by_instance: InstanceId | null;
      readonly followed: number;
      readonly same: number;
    }>(
      `select o.opened_by_rule, (select i.id from instance i where i.id = o.opened_by_instance and ${readable.sql}) as opened_by_instance,
         (select count(*)::int from instance i where i.opened_by_instance = o.id and ${readable.sql}) as followed,
         (select count(*)::int from instance i where i.subject_id = o.subject_id and i.id <> o.id and ${readable.sql}) as same
       from instance o where o.id = $1`,
      [id, ...readable.values],
    );
    const row = rows[0];
    if (row === undefined) throw notFound(id);
    return {
      ...(row.opened_by_rule !== null && { openedByRule: row.opened_by_rule }),
      ...(row.opened_by_instance !== null && { openedBy: row.opened_by_instance }),
      followedBy: row.followed,
      sameSubject: row.same,
    };
  } catch (fault) {
    throw mapStoreFault(fault);
  }
}

async function firstEntry({ pool }: Pick<Database, 'pool'>, id: InstanceId): Promise<LogEntry | undefined> {
  try {
    const { rows } = await pool.query<{ readonly entry: string }>('select entry from log where instance_id = $1 and seq = 1', [
      id,
    ]);
    return rows[0] === undefined ? undefined : (JSON.parse(rows[0].entry) as LogEntry);
  } catch (fault) {
    throw mapStoreFault(fault);
  }
}

async function relatives({ pool }: Pick<Database, 'pool'>, id: InstanceId, scope: ReadScope): Promise<readonly Row[]> {
  const readable = readableProcedures(scope, { alias: 'i', first: 2 });
  const part = (name: Row['part'], join: string): string =>
    `(select '${name}' as part, ${COLUMNS} from instance o join instance i on ${join} where o.id = $1 and ${readable.sql}
      order by i.opened_at desc, i.id limit ${MOST + 1})`;
  try {
    const { rows } = await pool.query<Row>(
      [
        part('source', 'i.id = o.opened_by_instance'),
        part('followed', 'i.opened_by_instance = o.id'),
        part('same', 'i.subject_id = o.subject_id and i.id <> o.id'),
      ].join(' union all '),
      [id, ...readable.values],
    );
    return rows;
  } catch (fault) {
    throw mapStoreFault(fault);
  }
}

function toRelated(row: Row, registry: Registry, titles: ReadonlyMap<string, Bilingual>): RelatedProcedure {
  const workflow = registry.all().find(({ name, version }) => name === row.workflow && version === row.version);
  const rule = row.opened_by_rule;
  return {
    id: row.id,
    workflow: { name: row.workflow, title: workflow?.title ?? { zh: row.workflow, en: row.workflow } },
    state: row.state,
    stateTitle: workflow === undefined ? { zh: row.state, en: row.state } : stateTitle(workflow, row.state),
    subject: { id: row.subject_id, name: row.subject_name },
    jurisdiction: row.jurisdiction,
    done: row.done,
    openedAt: row.opened_at.toISOString(),
    ...(rule !== null && { rule: { id: rule, title: titles.get(rule) ?? { zh: rule, en: rule } } }),
  };
}
