import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import type { Announcement } from '@zhiheng/contracts';
import { ZhihengError } from '@zhiheng/kernel';
import { createDeadLetters } from '@zhiheng/messaging';
import { EXIT } from '../exit-codes.js';
import { print, printJson } from '../print.js';
import { wholeNumber } from '../read-argument.js';
import { withCurrentDatabase } from '../with-database.js';
import { settled, withWorkingSystem } from '../with-system.js';

export type RetryOptions = { readonly why?: string; readonly corrected?: string; readonly json?: true };
type ListOptions = { readonly all?: true; readonly after?: string; readonly limit: string; readonly json?: true };

export function listDeadLetters({ all, after, limit, json }: ListOptions): Promise<void> {
  const page = { limit: wholeNumber('--limit', limit), ...(after !== undefined && { after: letterId(after) }) };
  return withCurrentDatabase(async ({ pool }) => {
    const letters = await createDeadLetters(pool).list({ ...page, ...(!all && { state: 'open' as const }) });
    if (json) {
      printJson(letters);
      return;
    }
    for (const letter of letters)
      print(`${letter.id}\t${letter.state}\t${letter.consumer}\t${letter.topic}\t${letter.code}\t${letter.reason}`);
    if (letters.length === 0) print('没有 none');
  });
}

export function showDeadLetter(id: string): Promise<void> {
  const letter = letterId(id);
  return withCurrentDatabase(async ({ pool }) => printJson(await createDeadLetters(pool).show(letter)));
}

/** Handles it again, as it is or as corrected in a file. */
export async function retryDeadLetter(id: string, { why, corrected, json }: RetryOptions): Promise<void> {
  const letter = letterId(id);
  const announcement = corrected === undefined ? undefined : await readAnnouncement(corrected);
  await withWorkingSystem(async (system) => {
    await system.runtime.deadLetters.retry(letter, {
      by: userInfo().username,
      ...(why && { why }),
      ...(announcement && { announcement }),
    });
    await settled(system);
    // What fails again is open again: the exit code tells.
    const { state, code, reason } = await system.runtime.deadLetters.show(letter);
    if (state === 'open') process.exitCode = EXIT.failed;
    if (json) return printJson({ id, state, ...(state === 'open' && { code, reason }) });
    print(state === 'open' ? `✗ 再次失败 failed again: ${id} ${code} ${reason}` : `已重新处理 handled again: ${id}`);
  });
}

export function dropDeadLetter(id: string, { why, json }: { readonly why: string; readonly json?: true }): Promise<void> {
  const letter = letterId(id);
  return withCurrentDatabase(async ({ pool }) => {
    await createDeadLetters(pool).drop(letter, { by: userInfo().username, why });
    if (json) printJson({ id, state: 'dropped' });
    else print(`已放弃 dropped: ${id}`);
  });
}

async function readAnnouncement(file: string): Promise<Announcement> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Announcement;
  } catch (cause) {
    throw new ZhihengError('FILE_UNREADABLE', {
      expected: '更正后的消息（JSON 文件） the corrected announcement, a JSON file',
      found: `${file}: ${(cause as Error).message}`,
      cause,
    });
  }
}

function letterId(text: string): string {
  if (/^\d{1,15}$/.test(text)) return text;
  throw new ZhihengError('OPTION_INVALID', { expected: '死信编号 the number of a dead letter', found: text });
}
