import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Requires } from '@zhiheng/auth';
import type { Principal } from '@zhiheng/auth';
import { instant, legalDateOf, parseLegalDate } from '@zhiheng/kernel';
import type { ClockPort } from '@zhiheng/kernel';
import type { Database } from '@zhiheng/persistence';
import { CLOCK, DATABASE, EntityTag, LAW } from '@zhiheng/platform';
import type { Law } from '@zhiheng/platform';
import { readWorkList } from '../read-models/work-list.js';
import { WorkListQuery } from './work-list.dto.js';

/** What there is to do: the procedures that the caller may read. */
@ApiTags('procedures 程序')
@Controller('api/procedures')
@Requires('procedures.read')
@EntityTag('weak')
export class WorkListController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LAW) private readonly law: Law,
    @Inject(CLOCK) private readonly clock: ClockPort,
  ) {}

  @Get()
  @ApiOperation({ summary: '工作清单：筛选、查找、按期限排序 Work list: filters, search, in order of what is due next' })
  list(
    @CurrentPrincipal() principal: Principal,
    @Query() { sort = 'due', limit = 50, dueBefore, changedSince, ...rest }: WorkListQuery,
  ) {
    return readWorkList(
      { database: this.database, registry: this.law.registry },
      { principal, today: legalDateOf(this.clock.now()) },
      {
        ...rest,
        sort,
        limit,
        ...(dueBefore !== undefined && { dueBefore: parseLegalDate(dueBefore) }),
        ...(changedSince !== undefined && { changedSince: instant(Date.parse(changedSince)) }),
      },
    );
  }
}
