import { Body, Controller, Delete, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  ACCESS,
  CurrentPrincipal,
  Requires,
  findRestriction,
  liftRestriction,
  noteRestrictedRead,
  requireReadable,
  restrict,
} from '@zhiheng/auth';
import type { Access, Principal, Restriction } from '@zhiheng/auth';
import { ZhihengError } from '@zhiheng/kernel';
import { RestrictDto } from './confidentiality.dto.js';

/** Procedures that only those named may see. Everybody else finds nothing there, as if it did not exist. */
@ApiTags('confidentiality 保密')
@Controller('api/procedures/:id/restriction')
export class RestrictionsController {
  constructor(@Inject(ACCESS) private readonly access: Access) {}

  @Get()
  @Requires('procedures.read')
  @ApiOperation({ summary: '限定：谁可以查看，为何 Who may see the procedure, and why' })
  async read(@Param('id', ParseUUIDPipe) id: string, @CurrentPrincipal() principal: Principal) {
    const { pool, sessionClock } = this.access.ports;
    const { restricted } = await requireReadable(pool, principal, id);
    if (restricted) await noteRestrictedRead(pool, principal, { instanceId: id, what: 'restriction', at: sessionClock.now() });
    return { restricted, ...(await findRestriction(pool, id)) };
  }

  @Post()
  @HttpCode(200)
  @Requires('procedures.restrict')
  @ApiOperation({ summary: '限定查看范围 Restrict a procedure to those named' })
  async restrict(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { named, reason }: RestrictDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Restriction> {
    const { pool, sessionClock } = this.access.ports;
    await requireReadable(pool, principal, id);
    return restrict(pool, id, { named, reason, by: principal.actor.id, at: sessionClock.now() });
  }

  @Delete()
  @HttpCode(204)
  @Requires('procedures.restrict')
  @ApiOperation({ summary: '解除限定 Lift the restriction' })
  async lift(@Param('id', ParseUUIDPipe) id: string, @CurrentPrincipal() principal: Principal): Promise<void> {
    const { pool } = this.access.ports;
    const { restricted } = await requireReadable(pool, principal, id);
    if (!restricted) throw new ZhihengError('NOT_FOUND', { expected: '已有的限定 a restriction', found: id });
    await liftRestriction(pool, id);
  }
}
