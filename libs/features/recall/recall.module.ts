import { Module } from '@nestjs/common';
import { RecallReactions } from './reactions.consumer.js';

/** Everything that takes from the queue of the context. List it here, and it is subscribed and routed to. */
export const recallConsumers = [RecallReactions];

@Module({ controllers: recallConsumers })
export class RecallModule {}
