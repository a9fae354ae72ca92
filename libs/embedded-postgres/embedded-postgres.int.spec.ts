import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { EmbeddedPostgresFault, startEmbeddedPostgres } from '@zhiheng/embedded-postgres';
import type { EmbeddedPostgres } from '@zhiheng/embedded-postgres';

type Owner = { readonly process: ChildProcess; readonly postgres: EmbeddedPostgres };

describe('the embedded database', () => {
  let home: string;
  let dataDir: string;
  let running: EmbeddedPostgres[];

  const start = async (port = 0): Promise<EmbeddedPostgres> => {
    const postgres = await startEmbeddedPostgres({ dataDir, port });
    running.push(postgres);
    return postgres;
  };

  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'zhiheng-embedded-'));
    chmodSync(home, 0o755);
    dataDir = path.join(home, 'postgres');
    running = [];
  });

  afterEach(async () => {
    for (const postgres of running) await postgres.stop();
    rmSync(home, { recursive: true, force: true });
  });

  it('keeps what was written over a stop and a start', async () => {
    const first = await start();
    await query(first, `create table finding (text text); insert into finding values ('不合格')`);
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);

    const second = await start();
    expect(await query(second, 'select text from finding')).toEqual([{ text: '不合格' }]);
  });

  it('stores Chinese text as UTF-8, sorts by pinyin on request, and flushes every commit', async () => {
    const postgres = await start();
    expect(await query(postgres, `select length('市场监管抽样检验') as characters`)).toEqual([{ characters: 8 }]);
    const sorted = await query(postgres, `select w from unnest(array['重庆','北京','安徽']) w order by w collate "zh-x-icu"`);
    expect(sorted.map((row) => row['w'])).toEqual(['安徽', '北京', '重庆']);
    for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
      expect(await query(postgres, `show ${setting}`)).toEqual([{ [setting]: 'on' }]);
    }
  });

  it('is shared by a second process while its owner lives, and outlasts that guest', async () => {
    const owner = await startOwner(dataDir);
    const guest = await start();
    expect(guest).toMatchObject({ shared: true, pid: owner.postgres.pid, port: owner.postgres.port });

    await guest.stop();
    expect(await query(owner.postgres, 'select 1 as alive')).toEqual([{ alive: 1 }]);

    await killed(owner.process);
    await until(() => !isAlive(owner.postgres.pid));
  });

  it('goes down with its owner, even when that was killed with -9', async () => {
    const owner = await startOwner(dataDir);
    await killed(owner.process);
    await until(() => !isAlive(owner.postgres.pid));
    expect(readdirSync(dataDir)).not.toContain('postmaster.pid');
  });

  it('is taken over when owner and watchdog were killed, and then stops with its new owner', async () => {
    const owner = await startOwner(dataDir);
    await query(owner.postgres, 'create table left_behind ()');
    process.kill(parentOf(owner.postgres.pid), 'SIGKILL');
    await killed(owner.process);

    const heir = await start();
    expect(heir.shared).toBe(false);
    expect(isAlive(owner.postgres.pid)).toBe(false);
    expect(await query(heir, 'select count(*)::int as kept from left_behind')).toEqual([{ kept: 0 }]);

    await heir.stop();
    expect(isAlive(heir.pid)).toBe(false);
  });

  it('recovers when everything was killed at once, without losing a commit', async () => {
    const owner = await startOwner(dataDir);
    await query(owner.postgres, 'create table sanction as select 50000 as amount');
    process.kill(parentOf(owner.postgres.pid), 'SIGKILL');
    process.kill(owner.postgres.pid, 'SIGKILL');
    await killed(owner.process);

    expect(await query(await start(), 'select amount from sanction')).toEqual([{ amount: 50000 }]);
  });

  it('is not fooled by a lock file whose process number now belongs to a stranger', async () => {
    await (await start()).stop();
    writeFileSync(path.join(dataDir, 'postmaster.pid'), `${process.pid}\n${dataDir}\n0\n5432\n\n127.0.0.1\n\nready\n`);
    writeFileSync(`${dataDir}.owner`, `${process.pid} 1`);
    expect(await query(await start(), 'select 1 as alive')).toEqual([{ alive: 1 }]);
  });

  it('says which port is taken and how to choose another', async () => {
    const stranger = net.createServer().listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const { port } = stranger.address() as net.AddressInfo;
    try {
      const fault = await faultOf(start(port));
      expect(fault).toMatchObject({ code: 'PG_PORT_IN_USE', retry: 'elsewhere' });
      expect(fault.message).toMatch(new RegExp(`^端口 ${port} 已被其他程序占用.*ZHIHENG_PG_PORT`));
    } finally {
      stranger.close();
    }
    expect(await query(await start(), 'select 1 as alive')).toEqual([{ alive: 1 }]);
  });

  it('refuses a port that is not one', async () => {
    expect(await faultOf(start(70_000))).toMatchObject({ code: 'PG_PORT_INVALID', found: '70000' });
  });

  it('refuses a directory of another major version and leaves it alone', async () => {
    mkdirSync(dataDir);
    writeFileSync(path.join(dataDir, 'PG_VERSION'), '19\n');
    const fault = await faultOf(start());
    expect(fault).toMatchObject({ code: 'PG_VERSION_MISMATCH', expected: 'PostgreSQL 18', found: 'PostgreSQL 19' });
    expect(readdirSync(home)).toEqual(['postgres']);
    expect(readdirSync(dataDir)).toEqual(['PG_VERSION']);
  });

  it('refuses a directory that holds something else', async () => {
    mkdirSync(dataDir);
    writeFileSync(path.join(dataDir, 'holiday-photo.jpg'), '');
    expect(await faultOf(start())).toMatchObject({ code: 'PG_DATA_DIR_REFUSED' });
    expect(readdirSync(home)).toEqual(['postgres']);
  });

  it('keeps its password where only the database account reads it', async () => {
    const postgres = await start();
    expect(statSync(path.join(dataDir, 'zhiheng.password')).mode & 0o077).toBe(0);
    const withoutPassword = new URL(postgres.url);
    withoutPassword.password = '';
    await expect(query({ url: withoutPassword.href }, 'select 1')).rejects.toThrow(/password/);
  });
});

async function query({ url }: { readonly url: string }, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {}); // some tests end the server under its clients
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Another process of this project, which starts the database and then lives until it is killed. */
async function startOwner(dataDir: string): Promise<Owner> {
  const supervisor = new URL('../../tools/embedded-postgres.mjs', import.meta.url).href;
  const program = `
    import { startEmbeddedPostgres } from ${JSON.stringify(supervisor)};
    const postgres = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, port: 0 });
    console.log(JSON.stringify(postgres));
    setInterval(() => {}, 60_000);`;
  const owner = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const [line] = (await once(owner.stdout, 'data')) as [Buffer];
  return { process: owner, postgres: JSON.parse(line.toString()) as EmbeddedPostgres };
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function faultOf(start: Promise<unknown>): Promise<EmbeddedPostgresFault> {
  const fault: unknown = await start.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(fault).toBeInstanceOf(EmbeddedPostgresFault);
  return fault as EmbeddedPostgresFault;
}

async function until(condition: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 20_000; !condition();) {
    if (Date.now() > deadline) throw new Error('the awaited condition did not come about within 20 s');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function isAlive(pid: number): boolean {
  try {
    // A process that ended but was not yet collected by its parent still has a number.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}
