import { Module } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { EnforcementModule, enforcementConsumers } from '@zhiheng/features/enforcement';
import { InspectionModule, inspectionConsumers } from '@zhiheng/features/inspection';
import { InterviewModule, interviewConsumers } from '@zhiheng/features/interview';
import { PublicityConsumersModule, publicityConsumers } from '@zhiheng/features/publicity';
import { WebhookConsumersModule, webhookConsumers } from '@zhiheng/features/webhooks';
import { RecallModule, recallConsumers } from '@zhiheng/features/recall';
import type { ContextName } from '@zhiheng/platform';

/** What leaves the house: the public lists, and what other systems subscribed to. */
@Module({ imports: [PublicityConsumersModule, WebhookConsumersModule] })
class OutgoingModule {}

/** What runs the queue of each context: the same module in a process of its own and among all others. */
export const CONTEXT_MODULES: Readonly<Record<ContextName, Type>> = {
  inspection: InspectionModule,
  enforcement: EnforcementModule,
  interview: InterviewModule,
  recall: RecallModule,
  publicity: OutgoingModule,
};

export const CONSUMERS: Readonly<Record<ContextName, readonly Type[]>> = {
  inspection: inspectionConsumers,
  enforcement: enforcementConsumers,
  interview: interviewConsumers,
  recall: recallConsumers,
  publicity: [...publicityConsumers, ...webhookConsumers],
};
