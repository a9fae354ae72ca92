import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import type { Announcement } from '@zhiheng/contracts';
import { ZhihengError } from '@zhiheng/kernel';
import { print, printJson } from '../print.js';
import { settled, withSystem, withWorkingSystem } from '../with-system.js';

export function listDeadLetters({ all, json }: { readonly all?: true; readonly json?: true }): Promise<void> {
  return withSystem(async ({ runtime }) => {
    const letters = await runtime.deadLetters.list(all ? {} : { state: 'open' });
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
  return withSystem(async ({ runtime }) => printJson(await runtime.deadLetters.show(letterId(id))));
}

/** Handles it again, as it is or as corrected in a file. */
export function retryDeadLetter(
  id: string,
  { why, corrected }: { readonly why?: string; readonly corrected?: string },
): Promise<void> {
  return withWorkingSystem(async (system) => {
    const announcement = corrected === undefined ? undefined : await readAnnouncement(corrected);
    await system.runtime.deadLetters.retry(letterId(id), {
      by: userInfo().username,
      ...(why && { why }),
      ...(announcement && { announcement }),
    });
    await settled(system);
    print(`已重新处理 handled again: ${id}`);
  });
}

export function dropDeadLetter(id: string, why: string): Promise<void> {
  return withSystem(async ({ runtime }) => {
    await runtime.deadLetters.drop(letterId(id), { by: userInfo().username, why });
    print(`已放弃 dropped: ${id}`);
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
