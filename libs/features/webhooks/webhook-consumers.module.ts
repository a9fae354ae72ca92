import { Module } from '@nestjs/common';
import { WebhookConsumer } from './consumers/announcements.consumer.js';

/** What webhooks take from the queue of the context. List it here, and it is subscribed and routed to. */
export const webhookConsumers = [WebhookConsumer];

@Module({ controllers: webhookConsumers })
export class WebhookConsumersModule {}
