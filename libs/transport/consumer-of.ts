import { Controller, UseFilters } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import type { ContextName } from '@zhiheng/platform';
import { KeepFaultFilter } from './keep-fault.filter.js';
import { patternsOf } from './on-event.js';

const CONTEXT = 'zhiheng:consumer-of';

/** Names the queue of a context to Nest, so that contexts sharing a process do not get each other's announcements. */
export function transportOf(context: string): symbol {
  return Symbol.for(`zhiheng:queue:${context}`);
}

/** The class handles announcements of the queue of one context, by its methods marked `@OnEvent` or `@OnEveryEvent`. */
export const ConsumerOf =
  (context: ContextName) =>
  (consumer: Type): void => {
    Controller()(consumer);
    UseFilters(KeepFaultFilter)(consumer);
    Reflect.defineMetadata(CONTEXT, context, consumer);
    for (const [name, method] of handlersIn(consumer))
      EventPattern<readonly string[]>(patternsOf(method.value), transportOf(context))(
        consumer.prototype as object,
        name,
        method,
      );
  };

/** The context whose queue a class consumes. */
export function contextOfConsumer(consumer: Type): ContextName | undefined {
  return Reflect.getMetadata(CONTEXT, consumer) as ContextName | undefined;
}

export function handlersIn(consumer: Type): readonly (readonly [string, PropertyDescriptor])[] {
  return Object.entries(Object.getOwnPropertyDescriptors(consumer.prototype as object)).filter(
    ([, { value }]) => patternsOf(value).length > 0,
  );
}
