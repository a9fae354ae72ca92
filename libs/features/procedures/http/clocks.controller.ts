import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Requires } from '@zhiheng/auth';
import type { Principal } from '@zhiheng/auth';
import { legalDateOf, parseLegalDate } from '@zhiheng/kernel';
import type { ClockPort } from '@zhiheng/kernel';
import type { Database } from '@zhiheng/persistence';
import { CLOCK, DATABASE, EntityTag, LAW, PageCursor, PageLimit, RUNTIME } from '@zhiheng/platform';
import type { Law, Runtime } from '@zhiheng/platform';
import { IsBoolean, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { readDueClocks } from '../read-models/due-clocks.js';
import { Flag } from './work-list.dto.js';

export class DueClocksQuery {
  @ApiPropertyOptional({ description: '末日早于 last day before', example: '2026-03-02' })
  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  before?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(50)
  workflow?: string;

  @ApiPropertyOptional({ description: '辖区代码，包含下级 division with those below it', example: '442000' })
  @IsOptional()
  @Matches(/^\d{6}$/)
  jurisdiction?: string;

  @ApiPropertyOptional({ description: '是否暂定（放假安排尚未录入） provisional, until the official calendar is entered' })
  @IsOptional()
  @Flag()
  @IsBoolean()
  provisional?: boolean;

  @ApiPropertyOptional({ description: '附计算说明 with the sentence that explains each', default: false })
  @IsOptional()
  @Flag()
  @IsBoolean()
  explain?: boolean;

  @PageCursor()
  cursor?: string;

  @PageLimit()
  limit?: number;
}

/** Legal terms that are running. */
@ApiTags('clocks 期限')
@Controller('api/clocks')
@Requires('procedures.read')
@EntityTag('weak')
export class ClocksController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LAW) private readonly law: Law,
    @Inject(RUNTIME) private readonly runtime: Runtime,
    @Inject(CLOCK) private readonly clock: ClockPort,
  ) {}

  @Get()
  @ApiOperation({ summary: '即将届满和已经届满的期限 Running terms in the order in which they are due' })
  due(@CurrentPrincipal() principal: Principal, @Query() { before, explain = false, limit = 50, ...rest }: DueClocksQuery) {
    return readDueClocks(
      { database: this.database, registry: this.law.registry, store: this.runtime.store },
      { principal, today: legalDateOf(this.clock.now()) },
      { ...rest, explain, limit, ...(before !== undefined && { before: parseLegalDate(before) }) },
    );
  }
}
