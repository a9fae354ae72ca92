import { ROOT_CONTEXT } from '@opentelemetry/api';
import type { SweeperPorts } from '@zhiheng/engine';
import { within } from './tracer.js';

/** The ports of a sweeper, each lapse the start of a trace of its own that names the clock and how late it was carried out. */
export function traceLapses<P extends Pick<SweeperPorts, 'clocks' | 'engine' | 'clock'>>(ports: P): P {
  const { clocks, engine, clock } = ports;
  // Of the last look only: a lapse is delivered right after the look that found it.
  const dueAts = new Map<string, number>();
  const keyOf = (instanceId: string, name: string, generation: number): string => `${instanceId} ${name} ${generation}`;
  return {
    ...ports,
    clocks: {
      due: async (request) => {
        const found = await clocks.due(request);
        dueAts.clear();
        for (const { instanceId, name, generation, dueAt } of found)
          dueAts.set(keyOf(instanceId, name, generation), Date.parse(dueAt));
        return found;
      },
      nextDueAt: (after) => clocks.nextDueAt(after),
    },
    engine: {
      ...engine,
      advance: (envelope) => {
        const { name = '', generation = 0 } = envelope.cause?.clock ?? {};
        const dueAt = dueAts.get(keyOf(envelope.instanceId, name, generation));
        const attributes = {
          'zhiheng.clock': name,
          'zhiheng.clock.generation': generation,
          'zhiheng.procedure': envelope.instanceId,
          'zhiheng.workflow': envelope.workflow,
          ...(dueAt !== undefined && { 'zhiheng.clock.late_ms': Date.parse(clock.now()) - dueAt }),
        };
        return within({ name: `lapse ${name}`, parent: ROOT_CONTEXT, attributes }, () => engine.advance(envelope));
      },
    },
  };
}
