import { chooseProfile } from '@zhiheng/intake';
import { ZhihengError, deriveId, legalDateOf, sha256 } from '@zhiheng/kernel';
import type { Bilingual } from '@zhiheng/kernel';
import type { Jurisdiction } from '@zhiheng/policy';
import type { Pool } from 'pg';
import { importEnterprises } from './import-enterprises.js';
import type { ImportJob, ImportPorts, ImportRequest } from './import-job.js';
import { importSpotChecks } from './import-spot-checks.js';
import { readRows } from './read-rows.js';

export type ImportReport = {
  readonly importId: string;
  readonly fileName: string;
  readonly source: string;
  readonly encoding: string;
  readonly notes: readonly Bilingual[];
  readonly rows: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly quarantined: number;
  /** Samples or enterprises that were new. */
  readonly added: number;
  /** New samples that do not conform: those that the rulebook follows up. */
  readonly nonConforming: number;
};

/**
 * Imports one file. Each chunk is one transaction: the samples, their rows in the report, and the announcements that open
 * procedures, together or not at all. Importing it again, or going on after a crash, changes nothing that is already there.
 * Throws IMPORT_FILE_UNREADABLE, IMPORT_FILE_NOT_RECOGNISED, IMPORT_DATE_REFUSED.
 */
export async function importFile(ports: ImportPorts, request: ImportRequest): Promise<ImportReport> {
  const { kind, fileName, bytes, receivedOn } = request;
  const place = placeOf(ports, request);
  const today = legalDateOf(ports.clock.now());
  // The engine refuses facts of the future: every procedure of such an import would stay unopened.
  if (receivedOn > today)
    throw new ZhihengError('IMPORT_DATE_REFUSED', {
      expected: `收到日期不晚于今天 received not later than today, ${today}`,
      found: receivedOn,
    });
  const { rows: raw, encoding } = await readRows(bytes, fileName);
  const chosen = chooseProfile(
    ports.profiles.filter((profile) => profile.kind === kind),
    raw,
    fileName,
  );
  if ('reason' in chosen) {
    throw new ZhihengError('IMPORT_FILE_NOT_RECOGNISED', {
      expected: '可识别的列 columns that a profile in config/import describes',
      found: `${chosen.reason.zh} ${chosen.reason.en}`,
    });
  }
  const { profile, header, dataRows, notes } = chosen;
  const importId = await openImport(ports, request, { source: profile.source, encoding, rows: dataRows.length, notes });
  const job: ImportJob = { ...ports, ...request, importId, place, profile, header, rows: dataRows };
  await (kind === 'spot-checks' ? importSpotChecks(job) : importEnterprises(job));
  await ports.pool.query(`update import_file set status = 'done', finished_at = $2 where id = $1 and status = 'running'`, [
    importId,
    ports.clock.now(),
  ]);
  return readReport(ports.pool, importId);
}

function placeOf({ jurisdictions }: ImportPorts, { jurisdiction }: ImportRequest): Jurisdiction {
  const place = jurisdictions.find(({ code }) => code === jurisdiction);
  if (place !== undefined) return place;
  throw new ZhihengError('JURISDICTION_UNKNOWN', { expected: jurisdictions.map(({ code }) => code), found: jurisdiction });
}

/** The record of this import: a new one, or the one that a crash left unfinished. */
async function openImport(
  { pool, clock }: ImportPorts,
  { kind, fileName, bytes, jurisdiction, receivedOn }: ImportRequest,
  file: { readonly source: string; readonly encoding: string; readonly rows: number; readonly notes: readonly Bilingual[] },
): Promise<string> {
  const content = sha256(bytes.toString('base64'));
  const { rows } = await pool.query<{ readonly id: string; readonly status: string }>(
    'select id, status from import_file where sha256 = $1 and kind = $2 and jurisdiction = $3 order by started_at desc, id',
    [content, kind, jurisdiction],
  );
  const unfinished = rows.find(({ status }) => status === 'running');
  if (unfinished !== undefined) return unfinished.id;
  const id = deriveId('import', kind, jurisdiction, content, String(rows.length));
  await pool.query(
    `insert into import_file (id, kind, file_name, sha256, jurisdiction, source, encoding, received_on, status, rows, notes, started_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'running', $9, $10, $11) on conflict (id) do nothing`,
    [
      id,
      kind,
      fileName,
      content,
      jurisdiction,
      file.source,
      file.encoding,
      receivedOn,
      file.rows,
      JSON.stringify(file.notes),
      clock.now(),
    ],
  );
  return id;
}

/** The report of an import, counted from its rows. Throws NOT_FOUND. */
export async function readReport(pool: Pool, importId: string): Promise<ImportReport> {
  const { rows } = await pool.query<ReportRow>(REPORT, [importId]);
  const row = rows[0];
  if (row === undefined)
    throw new ZhihengError('NOT_FOUND', { expected: '已有导入的编号 the id of an import', found: importId });
  return {
    importId,
    fileName: row.file_name,
    source: row.source,
    encoding: row.encoding,
    notes: row.notes,
    rows: row.rows,
    accepted: Number(row.accepted),
    duplicate: Number(row.duplicate),
    quarantined: Number(row.quarantined),
    added: Number(row.samples) + Number(row.enterprises),
    nonConforming: Number(row.non_conforming),
  };
}

type ReportRow = {
  readonly file_name: string;
  readonly source: string;
  readonly encoding: string;
  readonly notes: readonly Bilingual[];
  readonly rows: number;
} & Readonly<Record<'accepted' | 'duplicate' | 'quarantined' | 'samples' | 'enterprises' | 'non_conforming', string>>;

const REPORT = `
  select f.file_name, f.source, f.encoding, f.notes, f.rows,
    (select count(*) from import_row r where r.import_id = f.id and r.outcome = 'accepted') as accepted,
    (select count(*) from import_row r where r.import_id = f.id and r.outcome = 'duplicate') as duplicate,
    (select count(*) from import_row r where r.import_id = f.id and r.outcome = 'quarantined') as quarantined,
    (select count(*) from spot_check_sample s where s.import_id = f.id) as samples,
    (select count(*) from enterprise e where e.import_id = f.id) as enterprises,
    (select count(*) from spot_check_sample s where s.import_id = f.id and s.conforming = 'no') as non_conforming
  from import_file f where f.id = $1`;
