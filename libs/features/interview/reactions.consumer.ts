import { Inject } from '@nestjs/common';
import type { Announcement } from '@zhiheng/contracts';
import { RUNTIME } from '@zhiheng/platform';
import type { Runtime } from '@zhiheng/platform';
import { ConsumerOf, OnEveryEvent } from '@zhiheng/transport';

/** What the rulebook says that announced facts mean for interview procedures. */
@ConsumerOf('interview')
export class InterviewReactions {
  constructor(@Inject(RUNTIME) private readonly runtime: Pick<Runtime, 'react'>) {}

  @OnEveryEvent()
  async onAnnounced(announcement: Announcement): Promise<void> {
    await this.runtime.react('interview', announcement);
  }
}
