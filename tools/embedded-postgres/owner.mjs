import fs from 'node:fs';
import { birthOf, isAlive } from './processes.mjs';

/**
 * One process owns a data directory: it alone initialises, starts and stops. Whoever comes second shares.
 * @returns {{ mine: true, release(): void } | { mine: false, pid: number }}
 */
export function claimOwnership(file) {
  const me = `${process.pid} ${birthOf(process.pid)}`;
  for (;;) {
    if (placeWhole(file, me))
      return { mine: true, release: () => void (readOwner(file) === me && fs.rmSync(file, { force: true })) };
    const found = readOwner(file);
    const [pid, birth] = found.split(/ (.*)/s);
    if (found && isAlive(Number(pid)) && birthOf(Number(pid)) === birth) return { mine: false, pid: Number(pid) };
    discardStale(file, found);
  }
}

// Written aside and linked into place: nobody ever reads half a name.
function placeWhole(file, text) {
  const draft = `${file}.${process.pid}.draft`;
  try {
    fs.writeFileSync(draft, text);
    fs.linkSync(draft, file);
    return true;
  } catch (cause) {
    if (cause.code === 'EEXIST') return false;
    throw cause;
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

// Moved aside before it is deleted: between reading and deleting, another newcomer may have put his own name there.
function discardStale(file, found) {
  const aside = `${file}.${process.pid}`;
  try {
    fs.renameSync(file, aside);
  } catch (cause) {
    if (cause.code === 'ENOENT') return;
    throw cause;
  }
  if (readOwner(aside) !== found) {
    try {
      fs.linkSync(aside, file);
    } catch (cause) {
      if (cause.code !== 'EEXIST') throw cause;
    }
  }
  fs.rmSync(aside, { force: true });
}

function readOwner(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
