import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import { ZhihengError } from '@zhiheng/kernel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { bullQueueOf } from '../backend/bull-queues.js';
import type { QueueBackend } from '../backend/queue-backend.js';

/** Answers requests below the base path (which has been cut off); hands on what it does not know. */
export type BoardHandler = (request: IncomingMessage, response: ServerResponse, next: (fault?: unknown) => void) => void;

type BoardQueue = ConstructorParameters<typeof BullMQAdapter>[0];

/** Bull Board over the queues of consumers. Who may see it is for the caller to check. Jobs hold outbox ids, never facts of a case. */
export function createQueueBoard({
  queues,
  consumers,
  basePath,
  mode,
}: {
  readonly queues: QueueBackend;
  readonly consumers: readonly string[];
  readonly basePath: string;
  readonly mode: 'read-only' | 'manage';
}): BoardHandler {
  const server = new ExpressAdapter();
  server.setBasePath(basePath);
  createBullBoard({
    queues: consumers.map(
      (consumer) =>
        new BullMQAdapter(queueOf(queues, consumer), { readOnlyMode: mode === 'read-only', description: queues.kind }),
    ),
    serverAdapter: server,
    options: { uiConfig: { boardTitle: '质衡 Zhiheng' } },
  });
  return server.getRouter() as BoardHandler;
}

function queueOf(queues: QueueBackend, consumer: string): BoardQueue {
  const queue = bullQueueOf(queues.queue(consumer));
  if (queue === undefined)
    throw new ZhihengError('QUEUE_NOT_BULL', { expected: 'BullMQ 队列 a queue of BullMQ', found: consumer });
  return queue as unknown as BoardQueue;
}
