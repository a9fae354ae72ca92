import type { ContextName, System } from '@zhiheng/platform';

export type Part = { readonly ok: boolean; readonly detail?: string };
export type Readiness = { readonly ready: boolean; readonly checks: Readonly<Record<string, Part>> };

/** Whether a process can do its work now. */
export type Probe = {
  ready(): Promise<Readiness>;
  /** Whether it is worth keeping: not when a worker has been gone for so long that it will not come back by itself. */
  live(): boolean;
  /** From here on it is not ready: nothing more should be sent to it. */
  stopping(): void;
};

/** Looks at what a process needs: database, schema of this release, queue, and a worker for each of its contexts. */
export function createProbe(
  system: Pick<System, 'database' | 'runtime'>,
  contexts: readonly ContextName[],
  { workersMayBeGoneMs = 60_000 }: { readonly workersMayBeGoneMs?: number } = {},
): Probe {
  const { database, runtime } = system;
  let stopping = false;
  let missingSince: number | undefined;

  async function checkSchema(): Promise<Part> {
    const pending = await database.pendingMigrations();
    return pending.length === 0 ? { ok: true } : { ok: false, detail: `DATABASE_OLDER ${pending.join(' ')}` };
  }

  async function checkQueue(): Promise<Part> {
    const { ok, reason } = await runtime.queues.health();
    return { ok, ...(reason !== undefined && { detail: reason }) };
  }

  function checkWorkers(): Part {
    const missing = contexts.filter((context) => !runtime.consuming().includes(context));
    return missing.length === 0 ? { ok: true } : { ok: false, detail: `not running: ${missing.join(' ')}` };
  }

  // The workers take from a queue server that is away as soon as it is back; one that has ended by itself does not return.
  function workersAreGone(): boolean {
    if (checkWorkers().ok) missingSince = undefined;
    else missingSince ??= performance.now();
    return missingSince !== undefined && performance.now() - missingSince > workersMayBeGoneMs;
  }

  return {
    live: () => stopping || !workersAreGone(),
    stopping: () => {
      stopping = true;
    },
    ready: async () => {
      if (stopping) return { ready: false, checks: { process: { ok: false, detail: 'STOPPING' } } };
      const [databaseIs, queue] = await Promise.all([attempt(checkSchema), attempt(checkQueue)]);
      const checks = { database: databaseIs, queue, ...(contexts.length > 0 && { workers: checkWorkers() }) };
      return { ready: Object.values(checks).every(({ ok }) => ok), checks };
    },
  };
}

async function attempt(check: () => Promise<Part>): Promise<Part> {
  try {
    return await check();
  } catch (fault) {
    // A code and never the message: it may name hosts, and the probe is open to whoever reaches the port.
    return { ok: false, detail: (fault as { readonly code?: string }).code ?? 'FAULT' };
  }
}
