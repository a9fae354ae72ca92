import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { ZhihengError } from '@zhiheng/kernel';

/** The password from standard input: its first line, or typed at the terminal, unseen and twice. Throws PASSWORD_NOT_GIVEN. */
export async function readPassword(): Promise<string> {
  const password = process.stdin.isTTY ? await askTwice() : await firstLine();
  if (password === '')
    throw new ZhihengError('PASSWORD_NOT_GIVEN', {
      expected: '标准输入中的密码 a password on standard input',
      found: '空 nothing',
    });
  return password;
}

async function firstLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  try {
    for await (const line of lines) return line;
    return '';
  } finally {
    lines.close();
    process.stdin.destroy();
  }
}

async function askTwice(): Promise<string> {
  const typed = await askUnseen('密码 Password: ');
  if ((await askUnseen('再输一次 Again: ')) === typed) return typed;
  throw new ZhihengError('PASSWORD_NOT_GIVEN', {
    expected: '两次相同的密码 the same password twice',
    found: '两次不同 two that differ',
  });
}

async function askUnseen(question: string): Promise<string> {
  process.stderr.write(question);
  // readline echoes to its output: an output that drops everything shows nothing.
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: unseen, terminal: true });
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
