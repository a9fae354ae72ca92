import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { instant, legalDateOf } from '@zhiheng/kernel';
import { loadConfig } from '@zhiheng/policy-files';
import { randomFrom } from '@zhiheng/sample-data';
import type { Random } from '@zhiheng/sample-data';
import { call } from '../../e2e/api.js';
import { databaseProcessesOf } from '../../e2e/processes-of.js';
import { runCommand } from '../../e2e/program.js';
import { waitFor } from '../../e2e/wait-for.js';
import { check } from '../check/check.js';
import type { Judged } from '../check/check.js';
import { readEvidence } from '../check/evidence.js';
import type { Fault, Victim } from '../faults/fault.js';
import { ADMINISTRATOR } from '../load/accounts.js';
import { createDriver } from '../load/driver.js';
import type { Driver } from '../load/driver.js';
import { signInAll } from '../load/people.js';
import { openRecord, readRecord } from '../load/record.js';
import { startCluster } from '../world/cluster.js';
import type { Cluster } from '../world/cluster.js';
import { bounded } from './bounded.js';
import { planStrikes } from './schedule.js';
import type { Strike } from './schedule.js';
import { settled } from './settled.js';
import { tell } from './tell.js';

export type Round = {
  readonly seed: string;
  /** The faults of this round, given the processes that there are. */
  readonly faults: (cluster: Cluster, random: Random) => readonly Fault[];
  /** Where the record and, should it fail, the outputs of the services are kept. */
  readonly directory: string;
};
export type Struck = {
  readonly name: string;
  readonly atCommand: number;
  readonly lastedMs: number;
  /** Until every gateway acknowledged what was sent after the healing; undefined: not inflicted on this machine. */
  readonly recoveredMs: number | undefined;
  readonly note?: string;
};
export type Came = {
  readonly entries: number;
  readonly refusals: number;
  readonly lapses: number;
  readonly consequences: number;
  readonly announcements: number;
  readonly publicChanges: number;
};
export type RoundReport = {
  readonly seed: string;
  readonly struck: readonly Struck[];
  readonly commands: number;
  readonly acknowledged: number;
  /** What the load came to: a load that causes nothing shows nothing. */
  readonly came: Came;
  /** Acknowledgements a second, before the first fault and after the last. */
  readonly pace: { readonly before: number; readonly after: number };
  readonly settledMs: number;
  /** In words: promises not kept, processes fallen, faults that did not go as meant. */
  readonly faults: readonly string[];
  /** What was judged, for showing that the judge can find fault with it. */
  readonly judged: Judged | undefined;
};

const SENDERS = 8;
const WARM_UP = 150;
const TAIL = 200;
const RECOVERS_WITHIN_MS = 120_000;
const GOES_ON_WITHIN_MS = 240_000;

/** One round: a fresh system, a load, one fault after the other, and the judgement. */
export async function playRound({ seed, faults: choose, directory }: Round): Promise<RoundReport> {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const file = path.join(directory, 'record.jsonl');
  const faults: string[] = [];
  const struck: Struck[] = [];
  const cluster = await startCluster({
    ZHIHENG_SEED: 'accounts',
    ZHIHENG_CLOCK: 'movable',
    ZHIHENG_TOKEN_HOURS: '720',
    ZHIHENG_LOG: 'info',
  });
  let driver: Driver | undefined;
  try {
    const { services } = cluster;
    const gateways = services.of('gateway').map((name) => () => services.urlOf(name));
    const people = await signInAll(gateways[0]!());
    const record = openRecord(file);
    const on = legalDateOf(instant(Date.now()));
    driver = createDriver({ seed, gateways, people, record, on, senders: SENDERS });
    const random = randomFrom(`${seed}/faults`);
    const strikes = planStrikes(choose(cluster, random), random);
    driver.start();
    await bounded(driver.reached(WARM_UP), { what: `${WARM_UP} commands`, withinMs: GOES_ON_WITHIN_MS });
    const before = pace(driver);
    for (const strike of strikes) struck.push(await carryOut(strike, { cluster, people, record }, { driver, faults }));
    await bounded(driver.reached(driver.sent() + TAIL), { what: 'the load after the last fault', withinMs: GOES_ON_WITHIN_MS });
    const after = pace(driver);
    await bounded(driver.stop(), { what: 'every stubborn command is answered', withinMs: GOES_ON_WITHIN_MS });
    const ended = Date.now();
    const moved = await shiftOf(gateways[0]!(), people);
    const nowOfSystem = (): number => Date.now() + moved;
    await settled(cluster, nowOfSystem);
    const settledMs = Date.now() - ended;

    for (const name of services.fallen()) faults.push(`${name} ended although nobody had asked it to`);
    const { rulebook } = await loadConfig();
    const judged = {
      lines: readRecord(file),
      evidence: await readEvidence(cluster.postgres.url, nowOfSystem()),
      rulebook,
      nowOfSystem: nowOfSystem(),
    };
    for (const { promise, what } of check(judged)) faults.push(`${promise}: ${what}`);
    faults.push(...(await historyFaults(cluster)));
    for (const end of await services.stop()) faults.push(`told to stop, ${end}`);
    return {
      seed,
      struck,
      commands: judged.lines.filter(({ kind }) => kind === 'command').length,
      acknowledged: driver.acknowledged().length,
      came: cameOf(judged),
      pace: { before, after },
      settledMs,
      faults,
      judged,
    };
  } catch (fault) {
    faults.push((fault as Error).message);
    return { ...NOTHING, seed, struck, faults };
  } finally {
    await driver?.abandon();
    if (faults.length > 0) keepOutputs(cluster, directory);
    const home = cluster.smallDisk ?? cluster.directory;
    await cluster.dispose();
    if (databaseProcessesOf(home).length > 0) faults.push('processes of the database are left');
  }
}

const NOTHING = {
  commands: 0,
  acknowledged: 0,
  came: { entries: 0, refusals: 0, lapses: 0, consequences: 0, announcements: 0, publicChanges: 0 },
  pace: { before: 0, after: 0 },
  settledMs: 0,
  judged: undefined,
};

async function carryOut(
  { fault, after, during }: Strike,
  victim: Victim,
  { driver, faults }: { readonly driver: Driver; readonly faults: string[] },
): Promise<Struck> {
  const impossible = fault.unavailable?.(victim);
  if (impossible !== undefined) {
    tell(`  – ${fault.name}: not run, ${impossible}`);
    return { name: fault.name, atCommand: driver.sent(), lastedMs: 0, recoveredMs: undefined, note: impossible };
  }
  await bounded(driver.reached(driver.sent() + after), {
    what: `${after} commands before ${fault.name}`,
    withinMs: GOES_ON_WITHIN_MS,
  });
  const atCommand = driver.sent();
  const began = Date.now();
  const attempt = async (act: Promise<string | void>): Promise<string | void> =>
    act.catch((cause: unknown) => {
      const said = `${fault.name}: ${(cause as Error).message}`;
      tell(`  ✗ ${said}`);
      faults.push(said);
    });
  tell(`  · ${fault.name}`);
  await attempt(fault.inflict(victim));
  await Promise.all([
    bounded(driver.reached(atCommand + during), {
      what: `${during} commands during ${fault.name}`,
      withinMs: GOES_ON_WITHIN_MS,
    }),
    new Promise((resolve) => setTimeout(resolve, fault.holdMs)),
  ]);
  const note = await attempt(fault.heal(victim));
  const healed = Date.now();
  await everyGatewayAnswers(driver, victim.cluster.services.of('gateway').length, healed, fault.name);
  const recoveredMs = Date.now() - healed;
  tell(`  ✓ ${fault.name} at command ${atCommand}: lasted ${healed - began} ms, answered again after ${recoveredMs} ms`);
  return { name: fault.name, atCommand, lastedMs: healed - began, recoveredMs, ...(note && { note }) };
}

async function everyGatewayAnswers(driver: Driver, gateways: number, since: number, after: string): Promise<void> {
  const answered = (): number =>
    new Set(driver.acknowledged().flatMap(({ sentAt, gateway }) => (sentAt >= since ? [gateway] : []))).size;
  await waitFor(() => answered() === gateways, {
    what: `every gateway answers again after ${after}`,
    withinMs: RECOVERS_WITHIN_MS,
    everyMs: 20,
  });
}

/** Acknowledgements a second, over the last hundred. */
function pace(driver: Driver): number {
  const last = driver.acknowledged().slice(-100);
  const ms = (last.at(-1)?.at ?? 0) - (last[0]?.at ?? 0);
  return ms === 0 ? 0 : Math.round((last.length * 1_000) / ms);
}

/** How far the system's clock is before the machine's. */
async function shiftOf(gateway: string, people: Victim['people']): Promise<number> {
  const { body } = await call(`${gateway}/api/clock`, { headers: people.get(ADMINISTRATOR)! });
  return Date.parse(String(body['now'])) - Date.now();
}

/** What the command line finds: every chain intact, every history decided the same again. */
async function historyFaults({ env }: Cluster): Promise<readonly string[]> {
  const found: string[] = [];
  for (const command of ['verify-chain', 'replay']) {
    const { faults } = JSON.parse(await runCommand([command, '--json'], env)) as { readonly faults: readonly unknown[] };
    for (const fault of faults) found.push(`${command}: ${JSON.stringify(fault)}`.slice(0, 1_000));
  }
  return found;
}

function cameOf({ evidence: { log, announced, publicChanges } }: Judged): Came {
  return {
    entries: log.length,
    refusals: log.filter(({ entry }) => entry.kind === 'refused').length,
    lapses: log.filter(({ entry }) => entry.cause?.clock !== undefined).length,
    consequences: log.filter(({ entry }) => entry.cause?.rule !== undefined).length,
    announcements: announced.length,
    publicChanges: publicChanges.length,
  };
}

function keepOutputs({ services }: Cluster, directory: string): void {
  for (const [name, text] of services.outputs()) writeFileSync(path.join(directory, `${name}.log`), text);
}
