import { readableProcedures } from '@zhiheng/auth';
import type { ReadScope } from '@zhiheng/auth';
import { stateTitle } from '@zhiheng/engine';
import type { Registry } from '@zhiheng/engine';
import { ZhihengError } from '@zhiheng/kernel';
import type { Bilingual, JsonObject } from '@zhiheng/kernel';
import { Where, mapStoreFault } from '@zhiheng/persistence';
import type { Database } from '@zhiheng/persistence';
import { penaltiesIn } from './penalties.js';
import type { Penalty } from './penalties.js';
import { addSampleScope } from './sample-scope.js';

/** What is known of an enterprise. Lists hold the newest; `counts` say how many there are. */
export type EnterpriseView = {
  readonly id: string;
  readonly name: string;
  readonly registry?: JsonObject;
  readonly samples: readonly {
    readonly id: string;
    readonly product: string;
    readonly conforming: 'yes' | 'no' | 'undetermined';
    readonly jurisdiction: string;
    readonly importId: string;
    readonly line: number;
  }[];
  readonly procedures: readonly {
    readonly id: string;
    readonly workflow: { readonly name: string; readonly title: Bilingual };
    readonly state: string;
    readonly stateTitle: Bilingual;
    readonly jurisdiction: string;
    readonly openedAt: string;
    readonly done: boolean;
    readonly restricted: boolean;
  }[];
  readonly listings: readonly {
    readonly id: string;
    readonly decisionNo: string;
    readonly ground: string;
    readonly listedOn: string;
    readonly publishedOn: string;
    readonly withdrawnOn?: string;
  }[];
  readonly penalties: readonly Penalty[];
  readonly counts: {
    readonly samples: number;
    readonly nonConforming: number;
    readonly procedures: number;
    readonly open: number;
    readonly listings: number;
  };
};
export type EnterprisePorts = { readonly database: Database; readonly registry: Registry };

const NEWEST = 100;

/** The whole supervision history of one enterprise, as far as the caller may read. Throws NOT_FOUND for one that nothing is known of. */
export async function readEnterprise(
  { database, registry }: EnterprisePorts,
  id: string,
  scope: ReadScope,
): Promise<EnterpriseView> {
  // Who reads by subject alone reads of no other.
  if (scope.jurisdictionPrefixes.length === 0 && scope.subjectId !== id) throw notFound(id);
  const read = <R>(sql: string, values: readonly unknown[]): Promise<readonly R[]> => query<R>(database, sql, values);
  const [records, samples, procedures, listings] = await Promise.all([
    read<{ readonly name: string; readonly record: JsonObject }>('select name, record from enterprise where key = $1', [id]),
    samplesOf(read, id, scope),
    proceduresOf(read, id, scope),
    read<ListingRow>(
      `select id, facts ->> 'decisionNo' as decision_no, facts ->> 'ground' as ground,
         coalesce(facts ->> 'listedOn', published_on::text) as listed_on, published_on::text, withdrawn_on::text from public_record
       where kind = 'blacklist' and subject_id = $1 and published_on is not null order by published_on desc, id`,
      [id],
    ),
  ]);
  const [record] = records;
  const name = record?.name ?? samples[0]?.subject_name ?? procedures[0]?.subject_name;
  if (name === undefined) throw notFound(id);
  return {
    id,
    name,
    ...(record && { registry: record.record }),
    samples: samples.slice(0, NEWEST).map((row) => ({
      id: row.fingerprint,
      product: row.product,
      conforming: row.conforming,
      jurisdiction: row.jurisdiction,
      importId: row.import_id,
      line: row.line,
    })),
    procedures: procedures.slice(0, NEWEST).map((row) => toProcedure(row, registry)),
    listings: listings.map(toListing),
    penalties: procedures.flatMap(penaltiesIn),
    counts: {
      samples: samples[0]?.total ?? 0,
      nonConforming: samples[0]?.failing ?? 0,
      procedures: procedures[0]?.total ?? 0,
      open: procedures[0]?.open ?? 0,
      listings: listings.length,
    },
  };
}

type Read = <R>(sql: string, values: readonly unknown[]) => Promise<readonly R[]>;
type SampleRow = {
  readonly fingerprint: string;
  readonly product: string;
  readonly conforming: 'yes' | 'no' | 'undetermined';
  readonly jurisdiction: string;
  readonly subject_name: string;
  readonly import_id: string;
  readonly line: number;
  readonly total: number;
  readonly failing: number;
};
type ProcedureRow = {
  readonly id: string;
  readonly workflow: string;
  readonly version: number;
  readonly state: string;
  readonly jurisdiction: string;
  readonly subject_name: string;
  readonly done: boolean;
  readonly opened_at: Date;
  readonly restricted: boolean;
  /** Of a case only: where its decision is read from. */
  readonly snapshot: string | null;
  readonly total: number;
  readonly open: number;
};
type ListingRow = {
  readonly id: string;
  readonly decision_no: string;
  readonly ground: string;
  readonly listed_on: string;
  readonly published_on: string;
  readonly withdrawn_on: string | null;
};

function samplesOf(read: Read, id: string, scope: ReadScope): Promise<readonly SampleRow[]> {
  const where = new Where();
  where.and(`s.subject_id = ${where.bind(id)}`);
  addSampleScope(where, scope);
  return read<SampleRow>(
    `select s.fingerprint, s.product, s.conforming, s.jurisdiction, s.subject_name, s.import_id, s.line,
       count(*) over ()::int as total, (count(*) filter (where s.conforming = 'no') over ())::int as failing
     from spot_check_sample s join import_file f on f.id = s.import_id where ${where.sql}
     order by f.received_on desc, s.fingerprint limit ${NEWEST}`,
    where.values,
  );
}

function proceduresOf(read: Read, id: string, scope: ReadScope): Promise<readonly ProcedureRow[]> {
  const where = new Where();
  where.and(`i.subject_id = ${where.bind(id)}`);
  where.andWith((first) => readableProcedures(scope, { alias: 'i', first }));
  return read<ProcedureRow>(
    `select i.id, i.workflow, i.version, i.state, i.jurisdiction, i.subject_name, i.done, i.opened_at,
       exists (select from restriction r where r.instance_id = i.id) as restricted,
       case when i.workflow = 'enforcement' then i.snapshot end as snapshot,
       count(*) over ()::int as total, (count(*) filter (where not i.done) over ())::int as open
     from instance i where ${where.sql} order by i.opened_at desc, i.id limit ${NEWEST}`,
    where.values,
  );
}

async function query<R>({ dataSource }: Database, sql: string, values: readonly unknown[]): Promise<readonly R[]> {
  try {
    return (await dataSource.query(sql, [...values])) as readonly R[];
  } catch (fault) {
    throw mapStoreFault(fault);
  }
}

function toProcedure(row: ProcedureRow, registry: Registry): EnterpriseView['procedures'][number] {
  const workflow = registry.all().find(({ name, version }) => name === row.workflow && version === row.version);
  return {
    id: row.id,
    workflow: { name: row.workflow, title: workflow?.title ?? { zh: row.workflow, en: row.workflow } },
    state: row.state,
    stateTitle: workflow === undefined ? { zh: row.state, en: row.state } : stateTitle(workflow, row.state),
    jurisdiction: row.jurisdiction,
    openedAt: row.opened_at.toISOString(),
    done: row.done,
    restricted: row.restricted,
  };
}

function toListing(row: ListingRow): EnterpriseView['listings'][number] {
  return {
    id: row.id,
    decisionNo: row.decision_no,
    ground: row.ground,
    listedOn: row.listed_on,
    publishedOn: row.published_on,
    ...(row.withdrawn_on !== null && { withdrawnOn: row.withdrawn_on }),
  };
}

function notFound(id: string): ZhihengError {
  return new ZhihengError('NOT_FOUND', { expected: '已知企业的标识 the id of a known enterprise', found: id });
}
