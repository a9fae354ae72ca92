import { Inject } from '@nestjs/common';
import type { Announcement } from '@zhiheng/contracts';
import type { Database } from '@zhiheng/persistence';
import { DATABASE, topicsOf } from '@zhiheng/platform';
import type { AnnouncementHandler } from '@zhiheng/platform';
import { ConsumerOf, OnEvent } from '@zhiheng/transport';
import { allWorkflows } from '@zhiheng/workflows';
import type { Topic } from '@zhiheng/workflows';
import { deliverAnnouncements } from './deliver-announcements.js';

// Other systems may ask for any topic: every announcement comes here once.
const EVERY_TOPIC = topicsOf(allWorkflows) as readonly string[] as readonly [Topic, ...Topic[]];

/** Puts announcements down for the webhooks of other systems. */
@ConsumerOf('publicity')
export class WebhookConsumer {
  private readonly deliveries: AnnouncementHandler;

  constructor(@Inject(DATABASE) { pool }: Pick<Database, 'pool'>) {
    this.deliveries = deliverAnnouncements({ pool, topics: EVERY_TOPIC });
  }

  @OnEvent(...EVERY_TOPIC)
  async onAnnounced(announcement: Announcement): Promise<void> {
    await this.deliveries.handle(announcement);
  }
}
