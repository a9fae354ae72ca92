import type { Envelope, Outcome } from '@zhiheng/contracts';
import { ZhihengError } from '@zhiheng/kernel';
import type { Engine } from './engine.js';

/** An engine as people and other systems may use it, and how many of their events wait for an outcome. */
export type BoundedCommands = { readonly engine: Engine; waiting(): number };

/**
 * Refuses an event (ENGINE_OVERLOADED, to be sent again later) while as many as `maxWaiting` wait for their outcome: they wait in
 * memory, and a database that stands still must not fill it. For what comes from outside; consumers and the sweeper bound themselves.
 */
export function boundCommands(engine: Engine, { maxWaiting }: { readonly maxWaiting: number }): BoundedCommands {
  let waiting = 0;
  const advance = async (envelope: Envelope): Promise<Outcome> => {
    if (waiting >= maxWaiting)
      throw new ZhihengError('ENGINE_OVERLOADED', {
        expected: `少于 ${maxWaiting} 件等待办理 fewer than ${maxWaiting} events that wait`,
        found: waiting,
        retry: 'later',
      });
    waiting++;
    try {
      return await engine.advance(envelope);
    } finally {
      waiting--;
    }
  };
  return { engine: { ...engine, advance }, waiting: () => waiting };
}
