import type { Wire } from '../world/tcp-proxy.js';
import type { Fault } from './fault.js';

const HOLD_MS: Readonly<Record<Exclude<Wire, 'open'>, number>> = {
  stalled: 6_000,
  forgotten: 6_000,
  delayed: 5_000,
  cut: 3_000,
  'half-closed': 1_000,
};

/** The wire between the services and one of their servers is spoiled. */
export function spoiledWire(to: 'postgres' | 'redis', wire: Exclude<Wire, 'open'>): Fault {
  return {
    name: `wire to ${to} ${wire}`,
    holdMs: HOLD_MS[wire],
    inflict: async ({ cluster }) => cluster.wires[to].set(wire),
    heal: async ({ cluster }) => cluster.wires[to].set('open'),
  };
}
