import { Module } from '@nestjs/common';
import { PublicRecordsConsumer } from './consumers/public-records.consumer.js';
import { PublicityReactions } from './consumers/reactions.consumer.js';

/** Everything that takes from the queue of the context. List it here, and it is subscribed and routed to. */
export const publicityConsumers = [PublicityReactions, PublicRecordsConsumer];

@Module({ controllers: publicityConsumers })
export class PublicityConsumersModule {}
