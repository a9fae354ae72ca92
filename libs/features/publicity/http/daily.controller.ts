import { Controller, Get, Header, Inject, Param, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '@zhiheng/auth';
import { parseLegalDate } from '@zhiheng/kernel';
import type { Database } from '@zhiheng/persistence';
import { DATABASE } from '@zhiheng/platform';
import type { Response } from 'express';
import { DailyPublication } from '../daily/daily-publication.js';
import { listDays, readDay } from '../daily/daily-store.js';

const MOST_DAYS = 3_700;

@ApiTags('public 公示')
@Public()
@Controller('api/public/daily')
export class DailyController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(DailyPublication) private readonly publication: DailyPublication,
  ) {}

  @Get()
  @Header('Cache-Control', 'public, max-age=30')
  @ApiOperation({ summary: '每日公示文件目录：日期、散列、记录数 The daily files: date, hash, records' })
  async index() {
    await this.publication.catchUp();
    return { files: await listDays(this.database.pool, MOST_DAYS) };
  }

  @Get(':date.json')
  @ApiOperation({ summary: '某日终了时的全部公示记录 All records public at the end of a day' })
  async file(@Param('date') date: string, @Res() response: Response) {
    const { text, sha256 } = await readDay(this.database.pool, parseLegalDate(date));
    response.set({ 'Cache-Control': 'public, max-age=300', ETag: `"${sha256}"`, 'X-Content-SHA256': sha256 });
    response.type('application/json; charset=utf-8').send(text);
  }
}
