import path from 'node:path';
import { backUpEmbedded, listBaseBackups, pruneBackups, restoreEmbedded } from '@zhiheng/embedded-postgres';
import type { BaseBackup } from '@zhiheng/embedded-postgres';
import { ZhihengError, instant } from '@zhiheng/kernel';
import type { Instant } from '@zhiheng/kernel';
import { readSettings } from '@zhiheng/platform';
import { print, printJson } from '../print.js';
import { wholeNumber } from '../read-argument.js';

export async function makeBackup(json: boolean): Promise<void> {
  const made = await backUpEmbedded({ backupDir: backupDir() });
  if (json) return printJson(made);
  print(describe(made));
}

export async function listBackups(json: boolean): Promise<void> {
  const backups = await listBaseBackups(backupDir());
  if (json) return printJson({ backups });
  for (const backup of backups) print(describe(backup));
  if (backups.length === 0) print('没有 none');
}

export async function restoreBackup(at: string | undefined, json: boolean): Promise<void> {
  const moment = at === undefined ? undefined : instantOf(at);
  const restored = await restoreEmbedded({ backupDir: backupDir(), ...(moment !== undefined && { at: moment }) });
  if (json) return printJson({ ...restored, ...(moment !== undefined && { at: moment }) });
  print(`✓ ${restored.dataDir}，来自 from ${restored.base}`);
  print('请先校验再启动 Verify before you start: npm run zhiheng -- verify-chain --root <库外保存的日根 roots kept elsewhere>');
}

export async function pruneOldBackups(keep: string, json: boolean): Promise<void> {
  const number = wholeNumber('--keep', keep);
  if (number === 0) throw new ZhihengError('OPTION_INVALID', { expected: '--keep: 至少 1 at least 1', found: keep });
  const removed = await pruneBackups(backupDir(), number);
  if (json) return printJson(removed);
  print(`已删除 removed: 基础备份 base backups ${removed.bases}，日志段 log segments ${removed.segments}`);
}

/** Where the backups are. Throws OPTION_INVALID; for a database of somebody else too, which its own tools back up. */
function backupDir(): string {
  const { databaseUrl } = readSettings({ ZHIHENG_LOG: 'error', ...process.env });
  const place = process.env['ZHIHENG_BACKUP_DIR']?.trim();
  if (databaseUrl !== undefined)
    throw new ZhihengError('OPTION_INVALID', {
      expected:
        '内嵌数据库；外部数据库请用其自带工具 the embedded database; an external one has tools of its own (docs/how-to/back-up-and-restore.md)',
      found: 'DATABASE_URL',
    });
  if (!place || place === 'off')
    throw new ZhihengError('OPTION_INVALID', {
      expected: 'ZHIHENG_BACKUP_DIR: 备份目录 the backup directory',
      found: place ?? '',
    });
  return path.resolve(place);
}

function instantOf(text: string): Instant {
  const ms = Date.parse(text);
  if (Number.isNaN(ms) || !/[zZ]|[+-]\d\d:?\d\d$/.test(text))
    throw new ZhihengError('OPTION_INVALID', { expected: '--at: 2026-11-26T09:30:00+08:00', found: text });
  return instant(ms);
}

function describe({ place, endedAt, bytes }: BaseBackup): string {
  return `${place}\t可恢复到此后任一时刻 any moment from ${endedAt}\t${Math.ceil(bytes / 1_000_000)} MB`;
}
