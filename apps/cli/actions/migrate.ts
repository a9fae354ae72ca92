import { print, printJson } from '../print.js';
import { withDatabase } from '../with-database.js';

export function migrationStatus(json: boolean): Promise<void> {
  return withDatabase(async (database) => {
    const status = await database.migrationStatus();
    if (json) return printJson(status);
    for (const name of status.applied) print(`✓ ${name}`);
    for (const name of status.pending) print(`· ${name}  待执行 pending`);
    print(`已执行 applied ${status.applied.length}，待执行 pending ${status.pending.length}`);
  });
}

export function migrateUp(json: boolean): Promise<void> {
  return withDatabase(async (database) => {
    const ran = await database.migrate();
    if (json) return printJson({ ran });
    for (const name of ran) print(`✓ ${name}`);
    print(ran.length === 0 ? '已是最新 up to date' : `已执行 ran ${ran.length}`);
  });
}
