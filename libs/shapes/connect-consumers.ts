import type { INestApplication } from '@nestjs/common';
import type { ContextName, Runtime } from '@zhiheng/platform';
import { QueueStrategy } from '@zhiheng/transport';

/** The transport of one context over its queue. */
export function queueOf(context: ContextName, runtime: Runtime): QueueStrategy {
  return new QueueStrategy({ context, open: (handle) => runtime.consumer(context, handle) });
}

/** Gives an HTTP application the queues of contexts as well, each by a transport of its own. */
export function connectConsumers(app: INestApplication, runtime: Runtime, contexts: readonly ContextName[]): void {
  for (const context of contexts) app.connectMicroservice({ strategy: queueOf(context, runtime) });
}
