import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Requires, noteRestrictedRead } from '@zhiheng/auth';
import type { Principal } from '@zhiheng/auth';
import type { ClockPort } from '@zhiheng/kernel';
import type { Database } from '@zhiheng/persistence';
import { CLOCK, DATABASE, EntityTag, LAW, PageCursor, PageLimit } from '@zhiheng/platform';
import type { Law } from '@zhiheng/platform';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { findEnterprises } from '../read-models/find-enterprises.js';
import { readEnterprise } from '../read-models/read-enterprise.js';

export class EnterprisesQuery {
  @ApiPropertyOptional({
    description: '名称的一部分（任意长度）或者信用代码开头 part of a name, or the beginning of a credit code',
    example: '电器',
  })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  q?: string;

  @PageCursor()
  cursor?: string;

  @PageLimit()
  limit?: number;
}

/** Enterprises: those of the registry, and those that samples name. */
@ApiTags('enterprises 企业')
@Controller('api/enterprises')
@Requires('enterprises.read')
export class EnterprisesController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LAW) private readonly law: Law,
    @Inject(CLOCK) private readonly clock: ClockPort,
  ) {}

  @Get()
  @EntityTag('weak')
  @ApiOperation({ summary: '查找企业 Find enterprises' })
  find(@CurrentPrincipal() { scope }: Principal, @Query() { limit = 50, ...rest }: EnterprisesQuery) {
    return findEnterprises(this.database, scope, { ...rest, limit });
  }

  @Get(':id')
  @EntityTag('strong')
  @ApiParam({ name: 'id', example: 'uscc:91442000MA4UXXXX0A' })
  @ApiOperation({ summary: '一家企业的全部监管记录 The whole supervision history of an enterprise' })
  async read(@CurrentPrincipal() principal: Principal, @Param('id') id: string) {
    const { database, law, clock } = this;
    const view = await readEnterprise({ database, registry: law.registry }, id, principal.scope);
    const at = clock.now();
    for (const { id: instanceId, restricted } of view.procedures)
      if (restricted) await noteRestrictedRead(database.pool, principal, { instanceId, what: 'enterprise', at });
    return view;
  }
}
