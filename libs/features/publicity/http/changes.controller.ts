import { Controller, Get, Header, Inject, Query, Req } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '@zhiheng/auth';
import type { Database } from '@zhiheng/persistence';
import { DATABASE } from '@zhiheng/platform';
import type { Request } from 'express';
import { ChangeSignal } from '../reading/change-signal.js';
import { readChanges } from '../reading/read-changes.js';
import type { ChangePage } from '../reading/read-changes.js';
import { ChangesQuery } from './public.dto.js';

const MOST_WAITING = 200;
// A change may be told only when older transactions have ended, which nobody announces: those who wait look again.
const LOOK_AGAIN_MS = 1_000;

@ApiTags('public 公示')
@Public()
@Controller('api/public/changes')
export class ChangesController implements OnModuleDestroy {
  private readonly signal: ChangeSignal;

  constructor(@Inject(DATABASE) private readonly database: Database) {
    this.signal = new ChangeSignal(database.pool);
  }

  @Get()
  @Header('Cache-Control', 'no-cache')
  @ApiOperation({ summary: '公示变动，按游标依次读取，不遗漏 Changes of the public lists by cursor, with no gaps' })
  async changes(@Query() { cursor, limit = 100, wait = 0 }: ChangesQuery, @Req() request: Request): Promise<ChangePage> {
    const until = Date.now() + wait * 1_000;
    for (;;) {
      const page = await readChanges(this.database, cursor, limit);
      const left = until - Date.now();
      const gone = request.destroyed || this.signal.isClosed || this.signal.waiting >= MOST_WAITING;
      if (page.changes.length > 0 || left <= 0 || gone) return page;
      await this.signal.next(Math.min(left, LOOK_AGAIN_MS));
    }
  }

  onModuleDestroy(): Promise<void> {
    return this.signal.close();
  }
}
