import { CONTEXT_NAMES, createAdmission, openSystem } from '@zhiheng/platform';
import type { Log, Settings, System } from '@zhiheng/platform';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '@zhiheng/auth';
import { createProbe, leaveWithGrace, openGateway, preparePeople, stopOnSignals, systemPlan } from '@zhiheng/shapes';
import { startTracing } from '@zhiheng/tracing';
import type { INestApplication } from '@nestjs/common';
import { seedDemo } from './seed-demo.js';

/** Everything in one process: database, engine, relay, consumers, sweeper, HTTP. Runs until it is told to stop. */
export async function runStandalone(settings: Settings, log: Log): Promise<void> {
  say('正在启动质衡 Starting Zhiheng …');
  const { tracing: traced, replica } = settings;
  const tracing = traced && (await startTracing({ settings: traced, replica, log }));
  const system = await openSystem(systemPlan(settings, { log, schema: 'migrate' }));
  const probe = createProbe(system, CONTEXT_NAMES);
  const admission = createAdmission(settings.load);
  let app: INestApplication | undefined;
  const stop = once(async (): Promise<void> => {
    say('正在停止 Stopping …');
    await leaveWithGrace({ probe, admission }, settings.load);
    await app?.close();
    await system.close();
    await tracing?.stop();
    say('已停止 Stopped.');
  });
  stopOnSignals(stop);
  try {
    await preparePeople(system);
    app = await openGateway(system, { log, probe, admission, contexts: CONTEXT_NAMES });
    await app.listen(settings.port, settings.host);
    await app.startAllMicroservices();
    system.runtime.start({ relay: true, sweeper: true });
    const seeded = settings.seed === 'demo' ? await seedDemo(system) : undefined;
    announce(system, await app.getUrl(), seeded);
    void system.embedded?.exited.then(() => failWithDatabase(stop));
  } catch (fault) {
    await app?.close();
    await system.close();
    await tracing?.stop();
    throw fault;
  }
}

function announce(system: System, url: string, seeded: string | undefined): void {
  const jurisdictions = system.law.config.jurisdictions
    .map(({ code, name }) => `${code} ${typeof name === 'string' ? name : name.zh}`)
    .join('、');
  say(
    [
      '',
      '质衡已启动 Zhiheng is running',
      `  接口 API          ${url}/api/docs`,
      `  健康 Health       ${url}/api/health`,
      `  运维 Operations   ${url}/admin`,
      `  程序 Procedures   ${url}/api/procedures`,
      `  名单 Blacklist    ${url}/api/public/blacklist`,
      `  数据库 Database   ${system.embedded === undefined ? 'DATABASE_URL' : `内嵌 embedded, ${system.embedded.dataDir}`}`,
      `  队列 Queue        BullMQ on ${system.settings.queueBackend}`,
      `  辖区 Jurisdiction ${jurisdictions}`,
      ...(seeded === undefined ? [] : [`  示例数据 Demo      ${seeded}`]),
      ...(system.settings.seed !== 'none'
        ? [`  示例账号 Accounts  ${DEMO_ACCOUNTS.map(({ id }) => id).join(' ')}，密码 password ${DEMO_PASSWORD}`]
        : []),
      ...(system.settings.clock === 'system'
        ? []
        : ['  时钟 Clock        可调（仅供演示） can be set, for demonstrations only']),
      '  按 Ctrl-C 停止 Ctrl-C stops.',
      '',
    ].join('\n'),
  );
}

function failWithDatabase(stop: () => Promise<void>): void {
  if (stopping) return;
  say('✗ 内嵌数据库意外停止，正在退出；重新启动即可恢复。 The embedded database ended unexpectedly; start again to recover.');
  void stop().finally(() => process.exit(1));
}

let stopping = false;
function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    stopping = true;
    running ??= run();
    return running;
  };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
