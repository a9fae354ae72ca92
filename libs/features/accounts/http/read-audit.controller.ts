import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ACCESS, CurrentPrincipal, Requires, listRestrictedReads } from '@zhiheng/auth';
import type { Access, Principal } from '@zhiheng/auth';
import { RestrictedReadsQuery } from './confidentiality.dto.js';

@ApiTags('confidentiality 保密')
@Controller('api/audit/reads')
export class ReadAuditController {
  constructor(@Inject(ACCESS) private readonly access: Access) {}

  @Get()
  @Requires('audit.read')
  @ApiOperation({ summary: '限定和保密内容的查看记录 Who has read what is restricted' })
  async list(
    @Query() { account, procedure, after, limit = 50 }: RestrictedReadsQuery,
    @CurrentPrincipal() { scope }: Principal,
  ) {
    const items = await listRestrictedReads(this.access.ports.pool, {
      limit,
      jurisdictionPrefixes: scope.jurisdictionPrefixes,
      ...(account !== undefined && { account }),
      ...(procedure !== undefined && { instanceId: procedure }),
      ...(after !== undefined && { after }),
    });
    return { items, ...(items.length === limit && { next: items.at(-1)?.id }) };
  }
}
