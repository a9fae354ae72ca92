export { createQueueBoard } from './board/queue-board.js';
export type { BoardHandler } from './board/queue-board.js';
export { createQueueBackend } from './backend/queue-backend.js';
export type {
  MessageQueue,
  QueueBackend,
  QueueBackendOptions,
  QueueCounts,
  QueueHealth,
  QueueWorker,
} from './backend/queue-backend.js';
export { createConsumer } from './consumer.js';
export type { Consumer, ConsumerOptions } from './consumer.js';
export { createDeadLetters } from './dead-letters.js';
export type { DeadLetter, DeadLetterAct, DeadLetterDetails, DeadLetters, DeadLetterState } from './dead-letters.js';
export type { DeliveryTimes } from './inbox.js';
export type { Log } from './log.js';
export type { Pack, PackedEnvelope } from './pack.js';
export { createRelay } from './relay.js';
export type { Relay, RelayOptions } from './relay.js';
