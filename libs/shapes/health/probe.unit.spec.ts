import type { ContextName } from '@zhiheng/platform';
import { createProbe } from './probe.js';

function probeOver(consuming: () => readonly ContextName[], workersMayBeGoneMs: number) {
  const database = { pendingMigrations: async () => [] };
  const runtime = { consuming, queues: { health: async () => ({ kind: 'postgres', ok: true }) } };
  return createProbe({ database, runtime } as never, ['inspection', 'recall'], { workersMayBeGoneMs });
}

describe('the probe of a process', () => {
  it('says that it is ready with every worker at its queue, and not without one', async () => {
    const taking: ContextName[] = ['inspection', 'recall'];
    const probe = probeOver(() => taking, 60_000);
    expect(await probe.ready()).toMatchObject({ ready: true });
    taking.pop();
    expect(await probe.ready()).toMatchObject({
      ready: false,
      checks: { workers: { ok: false, detail: 'not running: recall' } },
    });
    expect(probe.live()).toBe(true);
  });

  it('gives a process up whose worker has been gone for too long, and takes that back when it returns', async () => {
    let taking: readonly ContextName[] = ['inspection'];
    const probe = probeOver(() => taking, 0);
    probe.live();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(probe.live()).toBe(false);
    taking = ['inspection', 'recall'];
    expect(probe.live()).toBe(true);
  });

  it('of a process that was told to stop says that it lives and is not ready', async () => {
    const probe = probeOver(() => [], 0);
    probe.stopping();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(probe.live()).toBe(true);
    expect(await probe.ready()).toEqual({ ready: false, checks: { process: { ok: false, detail: 'STOPPING' } } });
  });
});
