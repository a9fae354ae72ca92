import { Inject } from '@nestjs/common';
import type { Announcement } from '@zhiheng/contracts';
import type { ClockPort } from '@zhiheng/kernel';
import type { Database } from '@zhiheng/persistence';
import { CLOCK, DATABASE } from '@zhiheng/platform';
import type { AnnouncementHandler } from '@zhiheng/platform';
import { ConsumerOf, OnEvent } from '@zhiheng/transport';
import { PROJECTED_TOPICS } from '../records/projections.js';
import { keepPublicRecords } from './keep-public-records.js';

/** Keeps the four public lists, and the feed of their changes. */
@ConsumerOf('publicity')
export class PublicRecordsConsumer {
  private readonly records: AnnouncementHandler;

  constructor(@Inject(DATABASE) { pool }: Pick<Database, 'pool'>, @Inject(CLOCK) clock: ClockPort) {
    this.records = keepPublicRecords({ pool, clock });
  }

  @OnEvent(...PROJECTED_TOPICS)
  async onPublicFact(announcement: Announcement): Promise<void> {
    await this.records.handle(announcement);
  }
}
