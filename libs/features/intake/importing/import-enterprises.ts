import { enterpriseKey, normaliseEnterprises } from '@zhiheng/intake';
import type { EnterpriseOutcome, EnterpriseRecord } from '@zhiheng/intake';
import type { PoolClient } from 'pg';
import { inChunk } from './import-job.js';
import type { ImportJob } from './import-job.js';
import { chunksOf, reportRows } from './row-report.js';
import type { ReportedRow } from './row-report.js';

const CHUNK = 1_000;

/** Imports enterprises chunk by chunk. One that is known already stays as it is and its row is a duplicate. */
export async function importEnterprises(job: ImportJob): Promise<void> {
  const { outcomes } = normaliseEnterprises({
    profile: job.profile,
    header: job.header,
    rows: job.rows,
    fileName: job.fileName,
  });
  let done = 0;
  for (const chunk of chunksOf(outcomes, CHUNK)) {
    await inChunk(job, (tx) => importChunk(tx, job, chunk));
    done += chunk.length;
    job.onProgress?.(done, job.rows.length);
  }
}

type Accepted = Extract<EnterpriseOutcome, { readonly kind: 'accepted' }>;

async function importChunk(tx: PoolClient, job: ImportJob, outcomes: readonly EnterpriseOutcome[]): Promise<void> {
  const accepted = outcomes.filter((outcome): outcome is Accepted => outcome.kind === 'accepted');
  const owners = await insertEnterprises(tx, job, accepted);
  await reportRows(
    tx,
    job.importId,
    outcomes.map((outcome): ReportedRow => {
      if (outcome.kind !== 'accepted') return toReported(outcome);
      const { line } = outcome;
      const key = enterpriseKey(outcome.enterprise);
      const owner = owners.get(key);
      if (owner === undefined || owner === job.importId) return { line, outcome: 'accepted', key };
      return {
        line,
        outcome: 'duplicate',
        code: 'KNOWN_ENTERPRISE',
        key,
        why: { zh: '该企业已登记在库', en: 'this enterprise is known already' },
      };
    }),
  );
}

/** Inserts the new ones, in the order of their keys: two imports of the same do not wait for each other. Answers which import each key belongs to. */
async function insertEnterprises(
  tx: PoolClient,
  job: ImportJob,
  accepted: readonly Accepted[],
): Promise<ReadonlyMap<string, string>> {
  const keys = accepted.map(({ enterprise }) => enterpriseKey(enterprise));
  await tx.query(
    `insert into enterprise (key, uscc, name, name_key, record, import_id, line)
     select t.key, t.uscc, t.name, t.name_key, t.record, $7, t.line
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::jsonb[], $6::int[]) as t(key, uscc, name, name_key, record, line)
     order by t.key on conflict (key) do nothing`,
    [
      keys,
      accepted.map(({ enterprise }) => enterprise.uscc ?? null),
      accepted.map(({ enterprise }) => enterprise.name),
      accepted.map(({ enterprise }) => nameKeyOf(enterprise)),
      accepted.map(({ enterprise }) => JSON.stringify(enterprise)),
      accepted.map(({ line }) => line),
      job.importId,
    ],
  );
  const { rows } = await tx.query<{ readonly key: string; readonly import_id: string }>(
    'select key, import_id from enterprise where key = any($1::text[])',
    [keys],
  );
  return new Map(rows.map(({ key, import_id }) => [key, import_id]));
}

/** The key that the enterprise would have if only its name were known: samples name producers without a code. */
function nameKeyOf({ name }: EnterpriseRecord): string {
  return enterpriseKey({ name });
}

function toReported(outcome: Exclude<EnterpriseOutcome, Accepted>): ReportedRow {
  if (outcome.kind === 'duplicate') return { line: outcome.line, outcome: 'duplicate', code: 'REPEATED', why: outcome.why };
  const { line, code, why, expected, found, cells } = outcome;
  return {
    line,
    outcome: 'quarantined',
    code,
    why,
    ...(expected !== undefined && { expected }),
    ...(found !== undefined && { found }),
    cells,
  };
}
