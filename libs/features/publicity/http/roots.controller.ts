import { Controller, Get, Header, Inject, Param, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '@zhiheng/auth';
import { ZhihengError, parseLegalDate } from '@zhiheng/kernel';
import { PostgresRootStore } from '@zhiheng/persistence';
import type { Database } from '@zhiheng/persistence';
import { DATABASE } from '@zhiheng/platform';
import type { Response } from 'express';

/** The daily roots, for whoever wants to keep them where this bureau cannot change them. They name nobody. */
@ApiTags('public 公示')
@Public()
@Controller('api/public/roots')
export class RootsController {
  private readonly store: PostgresRootStore;

  constructor(@Inject(DATABASE) { pool }: Database) {
    this.store = new PostgresRootStore(pool);
  }

  @Get()
  @Header('Cache-Control', 'public, max-age=300')
  @ApiOperation({
    summary:
      '全部日根散列：办理记录事后被改动、删除即可发现 The daily roots over all logs: what is changed or removed later shows',
  })
  async list() {
    return { roots: await this.store.roots() };
  }

  @Get(':date.json')
  @ApiOperation({ summary: '某日的根，原文；SHA-256 即其散列 The root of a day, byte for byte; its SHA-256 is its hash' })
  async day(@Param('date') date: string, @Res() response: Response) {
    const root = await this.store.root(parseLegalDate(date));
    if (root === undefined)
      throw new ZhihengError('NOT_FOUND', { expected: '已有日根的日期 a day that has a root', found: date });
    response.set({ 'Cache-Control': 'public, max-age=300', ETag: `"${root.hash}"`, 'X-Content-SHA256': root.hash });
    response.type('application/json; charset=utf-8').send(root.text);
  }
}
