import type { Announcement, Subject } from '@zhiheng/contracts';
import { addresseeOf, enterpriseKey, normaliseSpotChecks, provinceAtStart } from '@zhiheng/intake';
import type { PartyName, RowOutcome, SpotCheckSample } from '@zhiheng/intake';
import { messageId } from '@zhiheng/kernel';
import type { Instant, InstanceId, Json, JsonObject } from '@zhiheng/kernel';
import { traceRecord } from '@zhiheng/tracing';
import type { PoolClient } from 'pg';
import { inChunk } from './import-job.js';
import type { ImportJob } from './import-job.js';
import { chunksOf, reportRows } from './row-report.js';
import type { ReportedRow } from './row-report.js';

const CHUNK = 250;

/** Imports samples chunk by chunk; each new sample is announced as `spot-check.recorded`. */
export async function importSpotChecks(job: ImportJob): Promise<void> {
  const { samples, outcomes } = normaliseSpotChecks({
    profile: job.profile,
    header: job.header,
    rows: job.rows,
    fileName: job.fileName,
  });
  const byLine = new Map(outcomes.map((outcome) => [outcome.line, outcome]));
  let done = 0;
  for (const chunk of chunksOf(samples, CHUNK)) {
    await inChunk(job, (tx) => importChunk(tx, job, chunk, byLine));
    done += chunk.reduce((sum, sample) => sum + sample.origin.lines.length, 0);
    job.onProgress?.(done, job.rows.length);
  }
  const ownLines = new Set(samples.flatMap((sample) => sample.origin.lines));
  for (const chunk of chunksOf(
    outcomes.filter(({ line }) => !ownLines.has(line)),
    1_000,
  )) {
    await inChunk(job, (tx) => reportRows(tx, job.importId, chunk.map(toReported)));
    done += chunk.length;
    job.onProgress?.(done, job.rows.length);
  }
}

async function importChunk(
  tx: PoolClient,
  job: ImportJob,
  samples: readonly SpotCheckSample[],
  outcomes: ReadonlyMap<number, RowOutcome>,
): Promise<void> {
  const subjects = await findSubjects(tx, samples);
  const added = await insertSamples(tx, job, samples, subjects);
  const known = await importsOf(
    tx,
    samples.filter(({ fingerprint }) => !added.has(fingerprint)),
  );
  const rows = samples.flatMap((sample) =>
    sample.origin.lines.map((line): ReportedRow => {
      const reported = toReported(outcomes.get(line)!);
      const first = known.get(sample.fingerprint);
      // What a run of this very import has added before a crash is no duplicate of itself.
      if (first === undefined || first.importId === job.importId) return reported;
      return { ...reported, outcome: 'duplicate', code: 'KNOWN_SAMPLE', why: knownFrom(first), key: sample.fingerprint };
    }),
  );
  await reportRows(tx, job.importId, rows);
  const fresh = samples.filter(({ fingerprint }) => added.has(fingerprint));
  await announce(tx, job, fresh, subjects);
}

/** In the order of their fingerprints, so that two imports of the same do not wait for each other. */
async function insertSamples(
  tx: PoolClient,
  job: ImportJob,
  samples: readonly SpotCheckSample[],
  subjects: ReadonlyMap<string, Subject>,
): Promise<ReadonlySet<string>> {
  const { rows } = await tx.query<{ readonly fingerprint: string }>(
    `with input as (
       select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::int[])
         as t(fingerprint, product, conforming, subject_id, subject_name, sample, line)
     ), alias as (select * from unnest($8::uuid[], $9::uuid[]) with ordinality as t(alias, fingerprint, place)
     ), known as (
       select i.fingerprint from input i join spot_check_alias a on a.alias = i.fingerprint
       union select a.fingerprint from alias a join spot_check_sample s on s.fingerprint = a.alias
     ), added as (
       insert into spot_check_sample (fingerprint, jurisdiction, product, conforming, subject_id, subject_name, sample, import_id, line)
       select fingerprint, $10, product, conforming, subject_id, subject_name, sample, $11, line from input
       where fingerprint not in (select fingerprint from known) order by fingerprint
       on conflict (fingerprint) do nothing returning fingerprint
     ), aliased as (
       insert into spot_check_alias (alias, fingerprint)
       select alias, fingerprint from alias where fingerprint in (select fingerprint from added) order by alias, place on conflict do nothing
     )
     select fingerprint from added`,
    [
      samples.map(({ fingerprint }) => fingerprint),
      samples.map(({ product }) => product),
      samples.map(({ conforming }) => (conforming === 'undetermined' ? conforming : conforming ? 'yes' : 'no')),
      samples.map(({ fingerprint }) => subjects.get(fingerprint)!.id),
      samples.map(({ fingerprint }) => subjects.get(fingerprint)!.name),
      samples.map((sample) => JSON.stringify(sample)),
      samples.map(({ origin }) => origin.lines[0]!),
      samples.flatMap(({ aliases }) => aliases),
      samples.flatMap(({ aliases, fingerprint }) => aliases.map(() => fingerprint)),
      job.jurisdiction,
      job.importId,
    ],
  );
  return new Set(rows.map(({ fingerprint }) => fingerprint));
}

type First = { readonly importId: string; readonly fileName: string; readonly line: number };

/** The import that first brought each sample, under whichever of its names. */
async function importsOf(tx: PoolClient, samples: readonly SpotCheckSample[]): Promise<ReadonlyMap<string, First>> {
  if (samples.length === 0) return new Map();
  const { rows } = await tx.query<{
    readonly asked: string;
    readonly import_id: string;
    readonly file_name: string;
    readonly line: number;
  }>(
    `with asked as (select t.asked, t.name from unnest($1::uuid[], $2::uuid[]) as t(asked, name))
     select distinct on (a.asked) a.asked, s.import_id, f.file_name, s.line from asked a
     left join spot_check_alias l on l.alias = a.name
     join spot_check_sample s on s.fingerprint = coalesce(l.fingerprint, a.name)
     join import_file f on f.id = s.import_id order by a.asked, f.started_at, s.import_id, s.line`,
    [
      samples.flatMap(({ fingerprint, aliases }) => [fingerprint, ...aliases].map(() => fingerprint)),
      samples.flatMap(({ fingerprint, aliases }) => [fingerprint, ...aliases]),
    ],
  );
  return new Map(rows.map((row) => [row.asked, { importId: row.import_id, fileName: row.file_name, line: row.line }]));
}

/** Whom each sample is about: the addressee, by its credit code where the registry knows exactly one enterprise of that name. */
async function findSubjects(tx: PoolClient, samples: readonly SpotCheckSample[]): Promise<ReadonlyMap<string, Subject>> {
  const parties = new Map(samples.map((sample) => [sample.fingerprint, addresseeOf(sample)]));
  const keys = [...new Set([...parties.values()].flatMap((party) => (party === undefined ? [] : [enterpriseKey(party)])))];
  const { rows } = await tx.query<{ readonly name_key: string; readonly key: string }>(
    'select name_key, min(key) as key from enterprise where name_key = any($1::text[]) group by name_key having count(*) = 1',
    [keys],
  );
  const registered = new Map(rows.map(({ name_key, key }) => [name_key, key]));
  const subjectOf = (fingerprint: string, party: PartyName | undefined): Subject => {
    if (party === undefined) return { kind: 'unknown', id: `unknown:${fingerprint}`, name: '未标明生产者 producer not stated' };
    const key = enterpriseKey(party);
    return { kind: 'enterprise', id: registered.get(key) ?? key, name: party.name };
  };
  return new Map([...parties].map(([fingerprint, party]) => [fingerprint, subjectOf(fingerprint, party)]));
}

async function announce(
  tx: PoolClient,
  job: ImportJob,
  samples: readonly SpotCheckSample[],
  subjects: ReadonlyMap<string, Subject>,
): Promise<void> {
  const at = job.clock.now();
  const rows = samples.flatMap((sample) => {
    const recorded = toAnnouncement(job, sample, subjects.get(sample.fingerprint)!, at);
    const traceparent = traceRecord(recorded.topic, { 'zhiheng.import': job.importId });
    const announcement = traceparent === undefined ? recorded : { ...recorded, traceparent };
    return job
      .route(announcement.topic)
      .map((consumer) => ({ consumer, sample: sample.fingerprint, announcement: JSON.stringify(announcement) }));
  });
  if (rows.length === 0) return;
  await tx.query(
    'insert into outbox (consumer, instance_id, announcement) select * from unnest($1::text[], $2::uuid[], $3::text[])',
    [rows.map(({ consumer }) => consumer), rows.map((row) => row.sample), rows.map(({ announcement }) => announcement)],
  );
}

function toAnnouncement(job: ImportJob, sample: SpotCheckSample, subject: Subject, at: Instant): Announcement {
  const source = sample.fingerprint as InstanceId;
  return {
    messageId: messageId('spot-check', sample.fingerprint),
    topic: 'spot-check.recorded',
    facts: factsOf(job, sample),
    source: {
      instanceId: source,
      workflow: 'spot-check',
      jurisdiction: job.jurisdiction,
      seq: 1,
      on: job.receivedOn,
      at,
      subject,
    },
  };
}

function factsOf(job: ImportJob, sample: SpotCheckSample): JsonObject {
  const { fingerprint, product, category, regime, conforming, items, announcedBy, announcedOn, producer, sampledUnit } = sample;
  return {
    sampleId: fingerprint,
    product,
    category: category ?? '',
    regime,
    conforming: conforming === true,
    undetermined: conforming === 'undetermined',
    keyItemFailed: items.some(({ key }) => key),
    items: items.map(({ name, measured, limit, key, microbiological }): Json => ({
      name,
      measured: measured?.text ?? '',
      limit: limit?.text ?? '',
      key,
      microbiological,
    })),
    announcedBy: announcedBy.name,
    announcedOn: announcedOn[0] ?? '',
    producerName: producer?.name ?? '',
    sampledUnitName: sampledUnit?.name ?? '',
    // What the law makes public of a failed sample beside its items (食品抽检办法 第四十六条).
    producerAddress: producer?.address ?? '',
    sampledUnitAddress: sampledUnit?.address ?? '',
    spec: sample.spec ?? '',
    trademark: sample.trademark ?? '',
    producedOn: sample.producedOn?.text ?? '',
    batch: sample.batch ?? '',
    producerElsewhere: isElsewhere(job, producer),
    nominalProducer: producer !== undefined && sampledUnit !== undefined && producer.name !== sampledUnit.name,
    origin: { importId: job.importId, file: job.fileName, line: sample.origin.lines[0]! },
  };
}

/** The producer's address or name begins with another place than the one that handles the result (抽查办法 第四十四条第二款). */
function isElsewhere({ place, profile: { tables } }: ImportJob, producer: PartyName | undefined): boolean {
  if (producer === undefined || tables === undefined) return false;
  const { divisions } = tables;
  const here = divisions.cityByName.get(place.name.zh);
  const home = here?.province ?? divisions.byName.get(place.name.zh);
  const text = producer.address ?? producer.name;
  const stated = provinceAtStart(divisions, text);
  if (stated !== undefined && stated.province !== home) return true;
  const rest = stated?.rest ?? text;
  const city = [...divisions.cityByName].find(([name]) => rest.startsWith(name))?.[1];
  if (city === undefined) return false;
  return here === undefined ? city.province !== home : city.city !== here.city;
}

function knownFrom({ fileName, line }: First): { readonly zh: string; readonly en: string } {
  return { zh: `该样品已由“${fileName}”第${line}行导入`, en: `this sample came in before, with line ${line} of "${fileName}"` };
}

function toReported(outcome: RowOutcome): ReportedRow {
  switch (outcome.kind) {
    case 'accepted':
      return { line: outcome.line, outcome: 'accepted', key: outcome.sample.fingerprint };
    case 'duplicate':
      return { line: outcome.line, outcome: 'duplicate', code: 'REPEATED', why: outcome.why };
    case 'quarantined': {
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
  }
}
