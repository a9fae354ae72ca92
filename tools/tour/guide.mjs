// Runs the steps of the tour against a system of its own and keeps what was typed and answered.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const CLI = 'dist/apps/cli/main.js';

/** A system in `home` with a movable clock, and a notebook of the things that steps find: ids and dates. */
export function openGuide({ home }) {
  const env = {
    ...process.env,
    ZHIHENG_CLOCK: 'movable',
    ZHIHENG_SEED: 'accounts',
    ZHIHENG_DATA_DIR: home,
    ZHIHENG_PG_PORT: '0',
    PORT: '0',
    ZHIHENG_LOG: 'error',
  };
  delete env.DATABASE_URL;
  const notes = { home };
  const lines = [];
  let server;
  let url;
  let token;
  let output = '';

  return { startSystem, stopSystem, heading, take, transcript: () => lines.join('\n').replaceAll(/\n{3,}/g, '\n\n') };

  async function startSystem() {
    server = spawn(process.execPath, ['dist/apps/standalone/main.js'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    url = await new Promise((resolve, reject) => {
      for (const stream of [server.stdout, server.stderr]) {
        stream.on('data', (chunk) => {
          output += chunk;
          const found = /(http:\/\/\S+)\/api\/docs/.exec(output)?.[1];
          if (found !== undefined && output.includes('Ctrl-C')) resolve(found);
        });
      }
      server.once('close', (status) => reject(new Error(`系统未能启动 The system did not start (${status}):\n${output}`)));
    });
  }

  async function stopSystem() {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const closed = once(server, 'close');
    server.kill('SIGTERM');
    await closed;
  }

  function heading(title) {
    say(`\n## ${title}\n`);
  }

  async function take({ why, look, run, get, seek, expect, keep }) {
    if (why !== undefined) say(`\n${why}\n`);
    const argv = run?.(notes);
    const text = look === undefined ? undefined : await command(look(notes), { quiet: true });
    if (text !== undefined) Object.assign(notes, keep(text, notes));
    if (argv !== undefined) await typed(argv, { expect, keep });
    if (seek !== undefined) await sought(seek);
    if (get !== undefined) await fetched(get(notes), { expect, keep });
  }

  async function typed(argv, { expect, keep }) {
    say(`\n\`\`\`console\n$ npm run zhiheng -- ${argv.map(quoted).join(' ')}`);
    const text = await command(argv, {});
    say(`${shorten(text)}\n\`\`\``);
    check(text, expect);
    if (keep !== undefined) Object.assign(notes, keep(text, notes));
  }

  async function fetched(route, { expect, keep }) {
    say(`\n\`\`\`console\n$ curl http://127.0.0.1:3000${route}`);
    const answer = await fetch(`${url}${route}`);
    const text = JSON.stringify(await answer.json(), null, 1).replaceAll(/\n\s*/g, ' ');
    say(`${text}\n\`\`\``);
    check(text, expect);
    if (keep !== undefined) Object.assign(notes, keep(text, notes));
  }

  // The first that fits, or better still the first that is preferred.
  async function sought({ among, at, pick }) {
    let chosen;
    for (const id of among(notes)) {
      const found = pick(id, await read(at(id)));
      chosen ??= found;
      if (found?.preferred !== true) continue;
      chosen = found;
      break;
    }
    if (chosen === undefined) throw new Error('没有符合条件的程序 No procedure fits');
    Object.assign(notes, chosen.notes);
    say(`\n\`\`\`text\n${chosen.text}\n\`\`\``);
  }

  // The log of a procedure is for those who may read it; the tour looks as the auditor of the demonstration.
  async function read(route) {
    const signIn = { account: 'auditor-1', password: /password (\S+)/.exec(output)?.[1] };
    const headers = { 'content-type': 'application/json' };
    token ??= (await (await fetch(`${url}/api/auth/login`, { method: 'POST', headers, body: JSON.stringify(signIn) })).json())
      .token;
    return (await fetch(`${url}${route}`, { headers: { authorization: `Bearer ${token}` } })).json();
  }

  async function command(argv, { quiet }) {
    const child = spawn(process.execPath, [CLI, ...argv], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
    const [status] = await once(child, 'close');
    if (quiet && status !== 0) throw new Error(`zhiheng ${argv.join(' ')}\n${text}`);
    return text.trim();
  }

  function check(text, expect) {
    const wanted = typeof expect === 'function' ? expect(notes) : expect;
    const missing = [wanted].flat().filter((part) => !text.includes(part));
    if (missing.length > 0) throw new Error(`应出现 expected: ${missing.join(' | ')}\n  实际 found: ${text}`);
  }

  function say(text) {
    const shown = text.replaceAll(`${home}/`, '');
    console.log(shown.replace(/^\n/, ''));
    lines.push(shown);
  }
}

function quoted(word) {
  return /^[\w./:=+-]+$/.test(word) ? word : `'${word}'`;
}

// A page is read by people: the first lines tell what happened.
function shorten(text) {
  const all = text.split('\n').map((line) => (line.length > 220 ? `${line.slice(0, 219)}…` : line));
  return all.length <= 24 ? all.join('\n') : [...all.slice(0, 20), `… (${all.length - 20} 行 more lines)`].join('\n');
}
