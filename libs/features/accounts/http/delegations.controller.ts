import { Body, Controller, Delete, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ACCESS, CurrentPrincipal, Requires, delegate, delegationsOf, revokeDelegation } from '@zhiheng/auth';
import type { Access, Delegation, Principal } from '@zhiheng/auth';
import { parseLegalDate } from '@zhiheng/kernel';
import { DelegateDto } from './delegations.dto.js';

/** Acting for colleagues who are away. The deputy says for whom with the header `X-In-Place-Of`. */
@ApiTags('people 人员')
@Controller('api/delegations')
@Requires('signed-in')
export class DelegationsController {
  constructor(@Inject(ACCESS) private readonly access: Access) {}

  @Get()
  @ApiOperation({ summary: '与本人有关的委托 Delegations given, held or made' })
  async list(@CurrentPrincipal() { actor }: Principal) {
    return { items: await delegationsOf(this.access.ports.pool, actor.id) };
  }

  @Post()
  @ApiOperation({ summary: '离岗期间委托他人代行 Let a colleague act while somebody is away' })
  create(
    @Body() { from, to, fromOn, untilOn, reason }: DelegateDto,
    @CurrentPrincipal() { actor }: Principal,
  ): Promise<Delegation> {
    const { pool, sessionClock } = this.access.ports;
    const delegation = { from, to, fromOn: parseLegalDate(fromOn), untilOn: parseLegalDate(untilOn), reason };
    return delegate(pool, { by: actor, at: sessionClock.now(), delegation });
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: '撤回委托，立即生效 Revoke a delegation, at once' })
  revoke(@Param('id', ParseUUIDPipe) id: string, @CurrentPrincipal() { actor }: Principal): Promise<void> {
    const { pool, sessionClock } = this.access.ports;
    return revokeDelegation(pool, { id, by: actor, at: sessionClock.now() });
  }
}
