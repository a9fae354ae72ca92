import { createAdmission, createLog, describeFault, logLastFaults, openSystem, readSettings } from '@zhiheng/platform';
import type { AppName, ContextName, Duties, Log, Settings, System } from '@zhiheng/platform';
import { startTracing } from '@zhiheng/tracing';
import { startHealthServer } from './health/health-server.js';
import { createProbe } from './health/probe.js';
import type { GatewayParts } from './gateway.js';
import { leaveWithGrace } from './leave.js';
import { openGateway } from './load-gateway.js';
import { meter } from './meter.js';
import { preparePeople } from './prepare-people.js';
import { systemPlan } from './plan.js';
import { stopOnSignals } from './stop-on-signals.js';

/** One process of the split system: its queues, its duties, and whether it is the HTTP edge. */
export type AppShape = {
  readonly name: AppName;
  readonly contexts: readonly ContextName[];
  readonly duties: Duties;
  readonly http: 'gateway' | 'health-only';
};

type Running = { readonly url: string; close(): Promise<void> };

/** Runs one process of the split system until it is told to stop. Faults at the start are said in words, with exit code 1. */
export async function runApp(shape: AppShape): Promise<void> {
  try {
    const settings = readSettings(process.env, shape.name);
    const log = createLog(settings.logLevel, { service: shape.name, replica: settings.replica });
    logLastFaults(log);
    await run(shape, settings, log);
  } catch (fault) {
    process.stderr.write(`\n${describeFault(fault)}\n`);
    process.exitCode = 1;
  }
}

async function run(shape: AppShape, settings: Settings, log: Log): Promise<void> {
  const { tracing: traced, replica } = settings;
  const tracing = traced && (await startTracing({ settings: traced, replica, log }));
  const system = await openSystem(systemPlan(settings, { log, schema: 'await' }));
  const probe = createProbe(system, shape.contexts);
  const admission = createAdmission(settings.load);
  let edge: Running | undefined;
  const stop = async (): Promise<void> => {
    probe.stopping();
    log('app.stopping');
    // Work first, the probe last: an orchestrator sees "not ready" until the end, not a refused connection.
    if (shape.http === 'gateway') {
      await leaveWithGrace({ probe, admission }, settings.load);
      await edge?.close();
    }
    await system.close();
    if (shape.http === 'health-only') await edge?.close();
    await tracing?.stop();
    log('app.stopped');
  };
  stopOnSignals(stop);
  try {
    edge =
      shape.http === 'gateway'
        ? await listen(system, { probe, admission, log })
        : await startHealthServer({ probe, metrics: meter(system) }, settings);
    await startConsumers(system, shape.contexts, log);
    system.runtime.start(shape.duties);
  } catch (fault) {
    await edge?.close();
    await system.close();
    await tracing?.stop();
    throw fault;
  }
  log('app.started', { url: edge.url, queue: settings.queueBackend, contexts: shape.contexts, ...shape.duties });
  process.stdout.write(`${shape.name} ${settings.replica}: ${edge.url}/health/ready\n`);
}

async function listen(system: System, parts: GatewayParts): Promise<Running> {
  await preparePeople(system);
  const app = await openGateway(system, parts);
  await app.listen(system.settings.port, system.settings.host);
  return { url: await app.getUrl(), close: () => app.close() };
}

/** Nest is loaded only by processes that have handlers. */
async function startConsumers(system: System, contexts: readonly ContextName[], log: Log): Promise<void> {
  if (contexts.length === 0) return;
  const { startConsumer } = await import('./start-consumer.js');
  for (const context of contexts) await startConsumer(system, context, log);
}
