import type { Type } from '@nestjs/common';
import { ZhihengError } from '@zhiheng/kernel';
import type { Subscription } from '@zhiheng/platform';
import { contextOfConsumer, handlersIn } from './consumer-of.js';
import { EVERY_EVENT, patternsOf } from './on-event.js';

/**
 * What consumers subscribe to by their decorators, without making one: a process routes announcements to contexts that other
 * processes run. Reactions subscribe through the rulebook.
 */
export function subscriptionsOf(consumers: readonly Type[]): readonly Subscription[] {
  return consumers.map((consumer) => {
    const context = contextOfConsumer(consumer);
    if (context === undefined)
      throw new ZhihengError('CONSUMER_WITHOUT_CONTEXT', { expected: '@ConsumerOf(context)', found: consumer.name });
    const patterns = handlersIn(consumer).flatMap(([, { value }]) => patternsOf(value));
    return { context, topics: patterns.filter((pattern) => pattern !== EVERY_EVENT) };
  });
}
