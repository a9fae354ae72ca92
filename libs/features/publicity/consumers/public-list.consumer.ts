import { Inject } from '@nestjs/common';
import type { Announcement } from '@zhiheng/contracts';
import type { Database } from '@zhiheng/persistence';
import { DATABASE } from '@zhiheng/platform';
import type { AnnouncementHandler } from '@zhiheng/platform';
import { ConsumerOf, OnEvent } from '@zhiheng/transport';
import { keepPublicList } from './keep-public-list.js';

/** Keeps the public list of serious violations as the blacklist workflow announces it. */
@ConsumerOf('publicity')
export class PublicListConsumer {
  private readonly publicList: AnnouncementHandler;

  constructor(@Inject(DATABASE) { pool }: Pick<Database, 'pool'>) {
    this.publicList = keepPublicList(pool);
  }

  @OnEvent('blacklist.published', 'blacklist.corrected', 'blacklist.removed', 'blacklist.cancelled')
  async onListing(announcement: Announcement): Promise<void> {
    await this.publicList.handle(announcement);
  }
}
