import { randomUUID } from 'node:crypto';
import { ZhihengError, contentHash } from '@zhiheng/kernel';
import type { Instant, JsonObject } from '@zhiheng/kernel';
import type { Pool } from 'pg';
import type { Principal } from '../principal.js';
import { requireAccounts } from './restrictions.js';

export const CONFIDENTIAL_KINDS = ['informant', 'witness', 'trade-secret', 'personal'] as const;
export type ConfidentialKind = (typeof CONFIDENTIAL_KINDS)[number];

/** What every reader of the procedure may know: that the record is there, and its hash. */
export type ConfidentialMetadata = {
  readonly id: string;
  readonly kind: ConfidentialKind;
  readonly sha256: string;
  readonly createdBy: string;
  readonly at: string;
};
export type ConfidentialRecord = ConfidentialMetadata & { readonly named: readonly string[]; readonly data: JsonObject };

export type NewConfidentialRecord = {
  readonly instanceId: string;
  readonly kind: ConfidentialKind;
  readonly data: JsonObject;
  readonly named: readonly string[];
  readonly by: string;
  readonly at: Instant;
};

/** Keeps a record beside the procedure, never in its log: 举报人的信息应当保密 (投诉举报处理办法 第二十八条). Throws ACCOUNT_UNKNOWN. */
export async function keepConfidential(
  pool: Pool,
  { instanceId, kind, data, named, by, at }: NewConfidentialRecord,
): Promise<ConfidentialMetadata> {
  const all = [...new Set([by, ...named])];
  await requireAccounts(pool, all);
  const id = randomUUID();
  const sha256 = contentHash(data);
  await pool.query(
    `insert into confidential_record (id, instance_id, kind, data, sha256, named, created_by, at)
      values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, instanceId, kind, data, sha256, all, by, at],
  );
  return { id, kind, sha256, createdBy: by, at };
}

export async function listConfidential(pool: Pool, instanceId: string): Promise<readonly ConfidentialMetadata[]> {
  const { rows } = await pool.query<RecordRow>(
    'select id, kind, sha256, created_by, at from confidential_record where instance_id = $1 order by at, id',
    [instanceId],
  );
  return rows.map(metadataOf);
}

/** One record, for those named on it. Throws CONFIDENTIAL, NOT_FOUND. */
export async function readConfidential(
  pool: Pool,
  { scope }: Pick<Principal, 'scope'>,
  { instanceId, recordId }: { readonly instanceId: string; readonly recordId: string },
): Promise<ConfidentialRecord> {
  const { rows } = await pool.query<RecordRow & { readonly data: JsonObject; readonly named: readonly string[] }>(
    'select id, kind, sha256, created_by, at, data, named from confidential_record where id = $1 and instance_id = $2',
    [recordId, instanceId],
  );
  const [row] = rows;
  if (row === undefined)
    throw new ZhihengError('NOT_FOUND', { expected: '已有记录的编号 the id of a record', found: recordId });
  // Not even in the place of a colleague: who may know an informant is named in person.
  if (!row.named.includes(scope.accountIds[0]!)) throw new ZhihengError('CONFIDENTIAL', { found: recordId });
  return { ...metadataOf(row), named: row.named, data: row.data };
}

type RecordRow = {
  readonly id: string;
  readonly kind: ConfidentialKind;
  readonly sha256: string;
  readonly created_by: string;
  readonly at: Date;
};

function metadataOf({ id, kind, sha256, created_by, at }: RecordRow): ConfidentialMetadata {
  return { id, kind, sha256, createdBy: created_by, at: at.toISOString() };
}
