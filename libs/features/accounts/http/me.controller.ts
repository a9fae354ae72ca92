import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Requires, WithOldPassword } from '@zhiheng/auth';
import type { Principal } from '@zhiheng/auth';

@ApiTags('people 人员')
@Controller('api/me')
export class MeController {
  @Get()
  @Requires('signed-in')
  @WithOldPassword()
  @ApiOperation({ summary: '本人：身份、辖区、权限 Who I am: roles, area, permissions' })
  read(@CurrentPrincipal() { actor, permissions, scope }: Principal) {
    const { jurisdictionPrefixes, workflows } = scope;
    return { ...actor, permissions: [...permissions].sort(), reads: { jurisdictionPrefixes, workflows } };
  }
}
