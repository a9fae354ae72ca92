import { BaseRpcContext, Server } from '@nestjs/microservices';
import type { CustomTransportStrategy, MessageHandler } from '@nestjs/microservices';
import type { Announcement } from '@zhiheng/contracts';
import { ZhihengError } from '@zhiheng/kernel';
import type { Consumer } from '@zhiheng/messaging';
import { isObservable, lastValueFrom } from 'rxjs';
import { transportOf } from './consumer-of.js';
import { EVERY_EVENT } from './on-event.js';

/** The queue of one context. All its replicas take from it; each announcement goes to one of them. */
export type ConsumerGroup = {
  readonly context: string;
  readonly open: (handle: (announcement: Announcement) => Promise<void>) => Consumer;
};

/**
 * Nest's transport over our consumer. Packs, inbox, order, retries and dead letters are the consumer's business; this hands each
 * announcement to the handlers registered for its topic, and their first fault back.
 */
export class QueueStrategy extends Server implements CustomTransportStrategy {
  override readonly transportId: symbol;
  override readonly propagatesEventHandlerErrors = true;
  private readonly handlers = new Map<string, MessageHandler[]>();
  private readonly consumer: Consumer;

  constructor({ context, open }: ConsumerGroup) {
    super();
    this.transportId = transportOf(context);
    this.consumer = open((announcement) => this.handle(announcement));
  }

  // Nest chains handlers of one pattern so that the first fault abandons the others in mid-work. Ours are kept side by side.
  override addHandler(pattern: unknown, handler: MessageHandler, isEventHandler = false, extras: object = {}): void {
    const name = this.normalizePattern(pattern as string);
    if (!isEventHandler) throw new ZhihengError('HANDLER_NOT_FOR_EVENTS', { expected: '@OnEvent, @OnEveryEvent', found: name });
    const known = this.handlers.get(name);
    if (known === undefined) {
      this.handlers.set(name, [handler]);
      super.addHandler(pattern, handler, isEventHandler, extras as Record<string, unknown>);
    } else known.push(handler);
  }

  listen(callback: (fault?: unknown) => void): void {
    this.consumer.start().then(() => callback(), callback);
  }

  /** Takes nothing more and waits for what is in hand. */
  async close(): Promise<void> {
    await this.consumer.stop();
  }

  on(): never {
    throw new ZhihengError('TRANSPORT_HAS_NO_EVENTS', { expected: '日志 the log', found: 'on()' });
  }

  unwrap<T>(): T {
    return this.consumer as T;
  }

  /** All handlers run to their end before the first fault is passed on: nothing goes on behind the consumer's back. */
  private async handle(announcement: Announcement): Promise<void> {
    const mine = [EVERY_EVENT, announcement.topic].flatMap((pattern) => this.handlers.get(pattern) ?? []);
    const settled = await Promise.allSettled(mine.map((handler) => this.run(handler, announcement)));
    for (const result of settled) if (result.status === 'rejected') throw result.reason;
  }

  // Nest's hooks answer nothing to wait for: the handler itself settles the promise.
  private run(handler: MessageHandler, announcement: Announcement): Promise<void> {
    const context = new BaseRpcContext([announcement.topic]);
    return new Promise((resolve, reject) => {
      this.runWithProcessingHooks(context, async (end) => {
        try {
          const answer: unknown = await handler(announcement, context);
          if (isObservable(answer)) await lastValueFrom(answer, { defaultValue: undefined });
          resolve();
        } catch (fault) {
          reject(fault as Error);
        } finally {
          end();
        }
      });
    });
  }
}
