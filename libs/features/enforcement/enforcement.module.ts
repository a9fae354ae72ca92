import { Module } from '@nestjs/common';
import { EnforcementReactions } from './reactions.consumer.js';

/** Everything that takes from the queue of the context. List it here, and it is subscribed and routed to. */
export const enforcementConsumers = [EnforcementReactions];

@Module({ controllers: enforcementConsumers })
export class EnforcementModule {}
