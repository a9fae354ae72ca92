import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '@zhiheng/auth';
import { PublicListingEntity } from '@zhiheng/persistence';
import type { Database } from '@zhiheng/persistence';
import { DATABASE } from '@zhiheng/platform';
import { PublicListQuery } from './public-list.dto.js';

/** The public list of serious violations: what is published now. Withdrawn entries are not shown (失信名单办法 第十八、十九、二十一条). */
@ApiTags('public 公示')
@Public()
@Controller('api/public/blacklist')
export class PublicListController {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  @Get()
  @ApiOperation({ summary: '严重违法失信名单（现行公示） The list of serious violations, as published now' })
  async list(@Query() { q, after, limit = 50 }: PublicListQuery) {
    const query = this.database.dataSource
      .getRepository(PublicListingEntity)
      .createQueryBuilder('l')
      .where('l.withdrawnOn is null');
    if (q !== undefined)
      query.andWhere("(l.subjectId = :q or l.subjectName like :like escape '!')", {
        q,
        like: `%${q.replace(/[!%_]/g, '!$&')}%`,
      });
    if (after !== undefined) query.andWhere('l.instanceId > :after', { after });
    const items = await query.orderBy('l.instanceId').limit(limit).getMany();
    return { items: items.map(toPublic), ...(items.length === limit && { next: items.at(-1)?.instanceId }) };
  }
}

function toPublic({
  instanceId,
  jurisdiction,
  subjectId,
  subjectName,
  decisionNo,
  ground,
  facts,
  listedOn,
  publishedOn,
}: PublicListingEntity): object {
  return {
    id: instanceId,
    jurisdiction,
    subject: { id: subjectId, name: subjectName },
    decisionNo,
    ground,
    listedOn,
    publishedOn,
    facts,
  };
}
