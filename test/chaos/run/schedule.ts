import type { Random } from '@zhiheng/sample-data';
import type { Fault } from '../faults/fault.js';

/** A fault with its moment, counted in commands sent: it comes so many after the last was healed, and lasts for so many. */
export type Strike = { readonly fault: Fault; readonly after: number; readonly during: number };

/** Every fault once, in an order and at moments that the random source decides. */
export function planStrikes(faults: readonly Fault[], random: Random): readonly Strike[] {
  return shuffled(faults, random).map((fault) => ({ fault, after: random.between(40, 140), during: random.between(8, 40) }));
}

function shuffled<T>(list: readonly T[], random: Random): readonly T[] {
  const order = [...list];
  for (let place = order.length - 1; place > 0; place--) {
    const other = random.between(0, place);
    [order[place], order[other]] = [order[other]!, order[place]!];
  }
  return order;
}
