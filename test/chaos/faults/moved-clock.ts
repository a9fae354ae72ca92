import { postJson } from '../../e2e/api.js';
import { ADMINISTRATOR } from '../load/accounts.js';
import type { Fault, Victim } from './fault.js';

const DAY_MS = 86_400_000;
const TAKEN_OVER_WITHIN_MS = 90_000;

/** The clock of the system is set forward by days: terms run out while commands come in. */
export function clockForward(days: number): Fault {
  return {
    name: `clock ${days} days forward`,
    holdMs: 0,
    inflict: (victim) => moveClock(victim, days),
    heal: () => Promise.resolve(),
  };
}

/** As an operator would: told to come again later (a process has lost its line and does not know it yet), he does. */
export async function moveClock(victim: Victim, days: number): Promise<void> {
  for (const deadline = Date.now() + TAKEN_OVER_WITHIN_MS; ;) {
    const status = await move(victim, days * DAY_MS);
    if (status === 200) return;
    if (status !== 503 || Date.now() > deadline) throw new Error(`the clock could not be set forward: ${status}`);
  }
}

/** The clock is to be set back, which must be refused. */
export function clockBackward(days: number): Fault {
  return {
    name: `clock ${days} days backward`,
    holdMs: 0,
    inflict: async (victim) => {
      const status = await move(victim, -days * DAY_MS);
      if (status !== 409) throw new Error(`setting the clock back was answered ${status}, not 409`);
    },
    heal: () => Promise.resolve(),
  };
}

async function move({ cluster, people, record }: Victim, byMs: number): Promise<number> {
  const url = cluster.services.urlOf(cluster.services.of('gateway')[0]!);
  const headers = people.get(ADMINISTRATOR)!;
  const response = await fetch(`${url}/api/clock`, { headers });
  const { now } = (await response.json()) as { readonly now: string };
  const to = Date.parse(now) + byMs;
  const at = Date.now();
  const { status } = await postJson(`${url}/api/clock`, { to: new Date(to).toISOString() }, headers);
  record.write({ kind: 'clock', at, to, status });
  return status;
}
