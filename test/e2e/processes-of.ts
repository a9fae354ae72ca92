import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { spawnSync } from 'node:child_process';

export type Seen = { readonly pid: number; readonly command: string };

/** Processes of the database of one data directory: those that name it and those that work in it (every Postgres process does). */
export function databaseProcessesOf(home: string): readonly Seen[] {
  const place = `${home}/postgres`;
  return everyProcess().filter(({ pid, command }) => command.includes(` -D ${place} `) || workingDirectoryOf(pid) === place);
}

function everyProcess(): readonly Seen[] {
  if (process.platform !== 'linux') {
    const lines = spawnSync('ps', ['-axo', 'pid=,command='], { encoding: 'utf8' }).stdout.split('\n');
    return lines.map((line) => ({ pid: Number.parseInt(line, 10), command: line.trim().replace(/^\d+ /, '') }));
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), command: commandOf(name) }))
    .filter(({ command }) => command !== '');
}

// A process may end between listing and reading: then there is nothing to read.
function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function workingDirectoryOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}
