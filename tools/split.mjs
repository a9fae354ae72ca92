// The system as separate processes, without Docker: npm run split -- --replicas enforcement=2,clock=2
// Starts PostgreSQL (embedded, unless DATABASE_URL is set) and Redis (a private one, unless REDIS_URL is set), migrates, then
// starts every service. A service that ends is not started again: that is an orchestrator's work.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres, defaultDataDir } from './embedded-postgres.mjs';
import { startPrivateRedis } from './private-redis.mjs';
import { readArguments } from './split/arguments.mjs';
import { migrate, startService } from './split/service.mjs';

process.chdir(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..'));

const { services, stateFile } = readArguments(process.argv.slice(2), `${path.dirname(defaultDataDir())}/split.json`);
const closers = [];
const running = [];
let stopping;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0));

try {
  say('正在启动各服务 Starting the services …');
  const environment = await prepare();
  await migrate(environment);
  running.push(...services.map((service) => startService(service, environment, { ended })));
  await Promise.all(running.map(({ ready }) => ready));
  const gateway = running.find(({ app }) => app === 'gateway');
  const state = { pid: process.pid, url: gateway.url, environment, processes: running.map(describe) };
  fs.mkdirSync(path.dirname(stateFile), { recursive: true });
  // It holds the address of the database with its password.
  fs.writeFileSync(stateFile, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
  announce(gateway.url);
} catch (fault) {
  process.stderr.write(`\n✗ ${fault.code ?? 'SPLIT_NOT_STARTED'}\n${fault.message}\n`);
  await stop(1);
}

async function prepare() {
  let { DATABASE_URL, REDIS_URL } = process.env;
  const queue = process.env.QUEUE_BACKEND || 'redis';
  if (!DATABASE_URL) {
    const postgres = await startEmbeddedPostgres();
    closers.push(() => postgres.stop());
    DATABASE_URL = postgres.url;
  }
  if (!REDIS_URL && queue === 'redis') {
    const redis = await startPrivateRedis();
    if (!redis)
      throw new Error('  缺少 redis-server；请安装，或设置 REDIS_URL。 redis-server is missing: install it, or set REDIS_URL.');
    closers.push(() => redis.stop());
    REDIS_URL = redis.url;
  }
  return { DATABASE_URL, QUEUE_BACKEND: queue, ...(REDIS_URL && { REDIS_URL }) };
}

function describe({ app, replica, pid, url }) {
  return { app, replica, pid, url };
}

function announce(url) {
  say(
    [
      '',
      '质衡各服务已启动 Zhiheng is running as separate services',
      `  接口 API          ${url}/api/docs`,
      `  健康 Health       ${url}/api/health`,
      ...running.map(({ replica, pid, url: at }) => `  ${replica.padEnd(17)} pid ${pid}, ${at}/health/ready`),
      `  状态文件 State     ${stateFile}`,
      '  按 Ctrl-C 停止 Ctrl-C stops.',
      '',
    ].join('\n'),
  );
}

function ended({ replica }, how) {
  if (!stopping) say(`! ${replica} 已结束 has ended (${how}); 不会自动重启 it is not started again`);
}

// Takers first, the database last, each by its own process id.
async function stop(code) {
  stopping ??= (async () => {
    say('正在停止 Stopping …');
    await Promise.all(running.map((service) => service.stop()));
    for (const close of closers.reverse()) await close();
    fs.rmSync(stateFile, { force: true });
    say('已停止 Stopped.');
    process.exit(code);
  })();
  await stopping;
}

function say(text) {
  process.stdout.write(`${text}\n`);
}
