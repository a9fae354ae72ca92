import { writeExport } from '@zhiheng/audit-files';
import { ZhihengError } from '@zhiheng/kernel';
import { PostgresEngineStore, PostgresLogStore, PostgresRootStore } from '@zhiheng/persistence';
import { systemClock } from '@zhiheng/platform';
import { print, printJson } from '../print.js';
import { procedureId } from '../read-argument.js';
import { withCurrentDatabase } from '../with-database.js';

export type ExportOptions = {
  readonly out: string;
  readonly workflow?: string;
  readonly jurisdiction?: string;
  readonly json?: true;
};

export function exportLogs(texts: readonly string[], { out, workflow, jurisdiction, json }: ExportOptions): Promise<void> {
  const ids = [...new Set(texts.map(procedureId))];
  const selection = {
    ...(ids.length > 0 && { ids }),
    ...(workflow !== undefined && { workflow }),
    ...(jurisdiction !== undefined && { jurisdiction }),
  };
  return withCurrentDatabase(async ({ pool }) => {
    await requireKnown(pool, ids);
    const ports = {
      logs: new PostgresLogStore(pool, selection),
      frames: new PostgresEngineStore(pool),
      roots: new PostgresRootStore(pool),
      clock: systemClock,
    };
    const manifest = await writeExport(ports, { folder: out, selection });
    if (json) return printJson({ folder: out, ...manifest });
    print(
      `${out}: 程序 procedures ${manifest.procedures}，记录 entries ${manifest.entries}，法律依据快照 legal frames ${manifest.frames}\n总散列 root ${manifest.root}`,
    );
    const { dailyRoot } = manifest;
    if (dailyRoot !== undefined) print(`最近的日根 last daily root ${dailyRoot.day} ${dailyRoot.hash}`);
  });
}

async function requireKnown(pool: ConstructorParameters<typeof PostgresLogStore>[0], ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const { rows } = await pool.query<{ readonly id: string }>('select id from instance where id = any($1::uuid[])', [ids]);
  const known = new Set(rows.map(({ id }) => id));
  const unknown = ids.filter((id) => !known.has(id.toLowerCase()));
  if (unknown.length > 0) throw new ZhihengError('NOT_FOUND', { expected: '存在的程序 procedures that exist', found: unknown });
}
