import { Module } from '@nestjs/common';
import { InterviewReactions } from './reactions.consumer.js';

/** Everything that takes from the queue of the context. List it here, and it is subscribed and routed to. */
export const interviewConsumers = [InterviewReactions];

@Module({ controllers: interviewConsumers })
export class InterviewModule {}
