import pg from 'pg';

/** What a test sees of a running system's database, past the system itself. */
export type DatabaseView = {
  /** Rows reported and procedures opened so far. */
  progress(): Promise<number>;
  imports(): Promise<readonly { readonly id: string; readonly status: string; readonly rows: number }[]>;
  report(): Promise<readonly { readonly line: number; readonly outcome: string }[]>;
  samples(): Promise<readonly { readonly fingerprint: string; readonly line: number }[]>;
  inspections(): Promise<readonly { readonly sampleId: string }[]>;
  /** Cases opened by rules, each with the inspection that caused it. */
  cases(): Promise<readonly { readonly inspection: string }[]>;
  waiting(): Promise<{ readonly outbox: number; readonly deadLetters: number; readonly dueClocks: number }>;
  /** How many of everything there is but the reports of imports, and a digest of all logs. */
  everything(): Promise<{ readonly instances: number; readonly entries: number; readonly digest: string }>;
  close(): Promise<void>;
};

export async function openView(connectionString: string): Promise<DatabaseView> {
  const client = new pg.Client({ connectionString, options: '-c search_path=zhiheng' });
  client.on('error', () => undefined); // the database may end under it: that is the test
  await client.connect();
  const query = async <T extends object>(sql: string): Promise<readonly T[]> => (await client.query<T>(sql)).rows;
  return {
    progress: async () =>
      Number(
        (
          await query<{ done: string }>('select (select count(*) from import_row) + (select count(*) from instance) as done')
        )[0]!.done,
      ),
    imports: () => query('select id, status, rows from import_file order by started_at'),
    report: () => query('select line, outcome from import_row order by line'),
    samples: () => query('select fingerprint, line from spot_check_sample'),
    inspections: () =>
      query(
        `select l.entry::jsonb #>> '{event,data,sampleId}' as "sampleId" from instance i join log l on l.instance_id = i.id and l.seq = 1
         where i.workflow = 'inspection'`,
      ),
    cases: () =>
      query(
        `select l.entry::jsonb #>> '{cause,instanceId}' as inspection from instance i join log l on l.instance_id = i.id and l.seq = 1
         where i.workflow = 'enforcement'`,
      ),
    waiting: async () =>
      (
        await query<{ outbox: number; deadLetters: number; dueClocks: number }>(
          `select (select count(*)::int from outbox) as outbox, (select count(*)::int from dead_letter) as "deadLetters",
             (select count(*)::int from clock where state = 'running' and due_at <= now()) as "dueClocks"`,
        )
      )[0]!,
    everything: async () =>
      (
        await query<{ instances: number; entries: number; digest: string }>(
          `select (select count(*)::int from spot_check_sample) as samples, (select count(*)::int from instance) as instances,
             (select count(*)::int from log) as entries, (select md5(string_agg(hash, '' order by hash)) from log) as digest,
             (select count(*)::int from clock) as clocks`,
        )
      )[0]!,
    close: () => client.end().catch(() => undefined),
  };
}
