import { CRASH_POINTS } from '@zhiheng/kernel';
import type { CrashPoint } from '@zhiheng/kernel';
import type { Random } from '@zhiheng/sample-data';
import type { Cluster } from '../world/cluster.js';
import { emptiedRedis } from './emptied-redis.js';
import { endedBackends } from './ended-backends.js';
import type { Fault } from './fault.js';
import { frozenService } from './frozen-service.js';
import { fullDisk } from './full-disk.js';
import { killedPostgres, killedRedis } from './killed-servers.js';
import { killedService } from './killed-service.js';
import { clockBackward, clockForward } from './moved-clock.js';
import { orderedCrash } from './ordered-crash.js';
import { poisonedOutbox } from './poisoned-outbox.js';
import { rollingRestart } from './rolling-restart.js';
import { spoiledWire } from './spoiled-wire.js';

/** Past a lock of the queue (10 s), and past a lease of the outbox (30 s). */
const LONGER_THAN_A_LOCK_MS = 13_000;
const LONGER_THAN_A_LEASE_MS = 33_000;
const WIRES = ['stalled', 'forgotten', 'delayed', 'cut', 'half-closed'] as const;
const POISON = ['nobody can read this', '{}', '{"messageId":"no uuid","topic":"x","facts":{},"source":{}}', '[1]'];

/** A few faults of most kinds: what `npm test` has time for. */
export function someFaults({ services }: Cluster, random: Random): readonly Fault[] {
  return [
    killedService(random.pick(services.of('gateway'))),
    orderedCrash('after-handle', random.pick(services.of('enforcement')), random.between(2, 10)),
    rollingRestart(random.pick(services.of('publicity'))),
    killedPostgres,
    emptiedRedis,
    endedBackends,
    spoiledWire('postgres', 'cut'),
    spoiledWire('redis', 'stalled'),
    clockForward(random.between(20, 90)),
    clockBackward(random.between(1, 90)),
    poisonedOutbox('enforcement', random.pick(POISON)),
  ];
}

/** Everything there is, once. */
export function allFaults({ services }: Cluster, random: Random): readonly Fault[] {
  return [
    ...services.names.map((name) => killedService(name)),
    ...services.names.map((name) => rollingRestart(name)),
    killedPostgres,
    killedRedis,
    emptiedRedis,
    endedBackends,
    fullDisk,
    ...WIRES.flatMap((wire) => [spoiledWire('postgres', wire), spoiledWire('redis', wire)]),
    frozenService(random.pick(services.of('enforcement')), LONGER_THAN_A_LOCK_MS),
    frozenService(random.pick(services.of('publicity')), LONGER_THAN_A_LOCK_MS),
    frozenService(random.pick(services.of('clock')), LONGER_THAN_A_LEASE_MS),
    frozenService(random.pick(services.of('gateway')), LONGER_THAN_A_LEASE_MS),
    ...CRASH_POINTS.map((point) => orderedCrash(point, random.pick(passing(services, point)), random.between(1, 12))),
    ...[1, 2, 3].flatMap(() => [clockForward(random.between(3, 90)), clockBackward(random.between(1, 90))]),
    ...POISON.map((text) => poisonedOutbox(random.pick(['enforcement', 'publicity', 'recall']), text)),
  ];
}

/** Processes that come by a point often. */
function passing(services: Cluster['services'], point: CrashPoint): readonly string[] {
  switch (point) {
    case 'before-commit':
    case 'after-commit':
    case 'before-add':
    case 'after-add':
      return services.of('gateway');
    case 'before-lapse':
      return services.of('clock');
    case 'after-take':
    case 'after-handle':
    case 'after-settle':
    case 'after-unpark':
    case 'after-park':
    case 'after-postpone':
      return services.of('publicity');
  }
}
