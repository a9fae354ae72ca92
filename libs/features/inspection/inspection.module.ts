import { Module } from '@nestjs/common';
import { InspectionReactions } from './reactions.consumer.js';

/** Everything that takes from the queue of the context. List it here, and it is subscribed and routed to. */
export const inspectionConsumers = [InspectionReactions];

@Module({ controllers: inspectionConsumers })
export class InspectionModule {}
