export { ConsumerOf } from './consumer-of.js';
export { OnEveryEvent, OnEvent } from './on-event.js';
export { QueueStrategy } from './queue-strategy.js';
export type { ConsumerGroup } from './queue-strategy.js';
export { subscriptionsOf } from './subscriptions.js';
