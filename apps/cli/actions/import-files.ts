import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { importFile, loadProfiles, readImportRows } from '@zhiheng/features/intake';
import type { ImportReport } from '@zhiheng/features/intake';
import type { ImportKind } from '@zhiheng/intake';
import { ZhihengError, legalDateOf, parseLegalDate } from '@zhiheng/kernel';
import type { System } from '@zhiheng/platform';
import { SingleBar } from 'cli-progress';
import { print, printJson } from '../print.js';
import { reportFault } from '../report-fault.js';
import { settled, withWorkingSystem } from '../with-system.js';

export type ImportOptions = {
  readonly jurisdiction: string;
  readonly receivedOn?: string;
  readonly json?: true;
  readonly rows?: true;
};

/** Imports files one after the other and waits until what follows from them is carried out. */
export function importFiles(kind: ImportKind, files: readonly string[], options: ImportOptions): Promise<void> {
  return withWorkingSystem((system) => importAll(system, kind, files, options));
}

async function importAll(system: System, kind: ImportKind, files: readonly string[], options: ImportOptions): Promise<void> {
  const { database, clock, runtime } = system;
  const ports = {
    pool: database.pool,
    clock,
    profiles: await loadProfiles(),
    jurisdictions: system.law.config.jurisdictions,
    route: runtime.route,
    wake: () => runtime.relay.wake(),
  };
  const receivedOn = options.receivedOn === undefined ? legalDateOf(clock.now()) : parseLegalDate(options.receivedOn);
  const before = await countProcedures(system);
  const started = performance.now();
  const reports: ImportReport[] = [];
  for (const file of files) {
    const report = await importOne(
      file,
      (request) => importFile(ports, { kind, jurisdiction: options.jurisdiction, receivedOn, ...request }),
      options,
    );
    if (report !== undefined) reports.push(report);
  }
  const imported = performance.now();
  await settled(system);
  const opened = (await countProcedures(system)) - before;
  const seconds = { import: (imported - started) / 1_000, followUp: (performance.now() - imported) / 1_000 };
  if (options.json) printJson({ reports, proceduresOpened: opened, seconds });
  else await printReports(system, reports, { opened, seconds, rows: options.rows === true });
}

type Read = { readonly fileName: string; readonly bytes: Buffer; readonly onProgress: (done: number, total: number) => void };

async function importOne(
  file: string,
  run: (request: Read) => Promise<ImportReport>,
  options: ImportOptions,
): Promise<ImportReport | undefined> {
  const bar = new SingleBar({
    format: '{name} [{bar}] {percentage}% {value}/{total} 行 rows',
    hideCursor: true,
    noTTYOutput: false,
  });
  let started = false;
  const onProgress = (done: number, total: number): void => {
    if (options.json) return;
    if (!started) bar.start(total, 0, { name: path.basename(file) });
    started = true;
    bar.update(done);
  };
  try {
    return await run({ fileName: path.basename(file), bytes: await readFile(file), onProgress });
  } catch (fault) {
    // One unusable file does not stop the others; the exit code tells.
    if (!options.json) process.stderr.write(`\n${file}`);
    process.exitCode = reportFault(asFileFault(file, fault), options.json ? 'json' : 'text');
    return undefined;
  } finally {
    if (started) bar.stop();
  }
}

function asFileFault(file: string, fault: unknown): unknown {
  const { code } = fault as NodeJS.ErrnoException;
  if (code !== 'ENOENT' && code !== 'EISDIR' && code !== 'EACCES') return fault;
  return new ZhihengError('FILE_UNREADABLE', {
    expected: '可读取的文件 a readable file',
    found: `${file} (${code})`,
    cause: fault,
  });
}

async function countProcedures({ database }: System): Promise<number> {
  const { rows } = await database.pool.query<{ readonly count: string }>('select count(*) from instance');
  return Number(rows[0]?.count);
}

async function printReports(
  system: System,
  reports: readonly ImportReport[],
  {
    opened,
    seconds,
    rows,
  }: {
    readonly opened: number;
    readonly seconds: { readonly import: number; readonly followUp: number };
    readonly rows: boolean;
  },
): Promise<void> {
  for (const report of reports) {
    print(
      [
        '',
        `${report.fileName}（${report.source}，${report.encoding}） 导入编号 import ${report.importId}`,
        `  行数 rows ${report.rows} = 采纳 accepted ${report.accepted} + 重复 duplicate ${report.duplicate} + 隔离 quarantined ${report.quarantined}`,
        `  新增 new ${report.added}，其中不合格 non-conforming ${report.nonConforming}`,
        ...report.notes.map(({ zh, en }) => `  注意 note: ${zh} ${en}`),
      ].join('\n'),
    );
    await printRejected(system, report, rows ? Number.POSITIVE_INFINITY : 5);
  }
  const total = reports.reduce((sum, report) => sum + report.rows, 0);
  print(
    `\n合计 total ${total} 行 rows，${seconds.import.toFixed(1)} 秒 s（${Math.round(total / seconds.import)} 行/秒 rows/s）；后续处理 follow-up ${seconds.followUp.toFixed(1)} 秒 s；新开程序 procedures opened ${opened}`,
  );
}

async function printRejected({ database }: System, report: ImportReport, most: number): Promise<void> {
  let after = 0;
  let shown = 0;
  while (shown < most) {
    const page = await readImportRows(database.pool, report.importId, {
      outcome: 'quarantined',
      after,
      limit: Math.min(500, most - shown),
    });
    for (const row of page.items)
      print(`  第${row.line}行 line ${row.line} ${row.code}: ${row.why?.zh ?? ''} ${row.why?.en ?? ''}`);
    shown += page.items.length;
    if (page.next === undefined) return;
    after = page.next;
  }
  if (report.quarantined > shown) print(`  …… 其余 ${report.quarantined - shown} 行用 --rows 查看 use --rows for the rest`);
}
