import { Body, Controller, Get, Inject, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  ACCESS,
  CurrentPrincipal,
  Requires,
  keepConfidential,
  listConfidential,
  noteRestrictedRead,
  readConfidential,
  requireReadable,
} from '@zhiheng/auth';
import type { Access, Principal } from '@zhiheng/auth';
import { KeepConfidentialDto } from './confidentiality.dto.js';

/** Records beside a procedure (informants 举报人): that they exist may be known, what they say only by those named. */
@ApiTags('confidentiality 保密')
@Controller('api/procedures/:id/confidential')
export class ConfidentialController {
  constructor(@Inject(ACCESS) private readonly access: Access) {}

  @Get()
  @Requires('procedures.read')
  @ApiOperation({ summary: '保密记录目录（不含内容） Confidential records, without their content' })
  async list(@Param('id', ParseUUIDPipe) id: string, @CurrentPrincipal() principal: Principal) {
    const { pool, sessionClock } = this.access.ports;
    await requireReadable(pool, principal, id);
    await noteRestrictedRead(pool, principal, { instanceId: id, what: 'confidential-list', at: sessionClock.now() });
    return { items: await listConfidential(pool, id) };
  }

  @Get(':record')
  @Requires('procedures.read')
  @ApiOperation({ summary: '一份保密记录，仅限指定人员 One record, for those named on it' })
  async read(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('record', ParseUUIDPipe) recordId: string,
    @CurrentPrincipal() principal: Principal,
  ) {
    const { pool, sessionClock } = this.access.ports;
    await requireReadable(pool, principal, id);
    const record = await readConfidential(pool, principal, { instanceId: id, recordId });
    await noteRestrictedRead(pool, principal, {
      instanceId: id,
      what: 'confidential-record',
      recordId,
      at: sessionClock.now(),
    });
    return record;
  }

  @Post()
  @Requires('procedures.send')
  @ApiOperation({ summary: '登记保密记录 Keep a confidential record' })
  async keep(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { kind, data, named }: KeepConfidentialDto,
    @CurrentPrincipal() principal: Principal,
  ) {
    const { pool, sessionClock } = this.access.ports;
    await requireReadable(pool, principal, id);
    return keepConfidential(pool, { instanceId: id, kind, data, named, by: principal.actor.id, at: sessionClock.now() });
  }
}
