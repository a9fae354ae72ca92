import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  ACCESS,
  CurrentPrincipal,
  Public,
  Requires,
  WithOldPassword,
  openSessionsOf,
  revokeSession,
  setPassword,
} from '@zhiheng/auth';
import type { Access, Principal } from '@zhiheng/auth';
import { ChangePasswordDto, LoginDto } from './auth.dto.js';

/** Signing in and out. */
@ApiTags('people 人员')
@Controller('api/auth')
export class AuthController {
  constructor(@Inject(ACCESS) private readonly access: Access) {}

  @Post('login')
  @HttpCode(200)
  @Public()
  @ApiOperation({ summary: '登录，取得凭证 Sign in for a token' })
  login(@Body() { account, password }: LoginDto) {
    return this.access.signIn(account, password);
  }

  @Post('logout')
  @HttpCode(204)
  @Requires('signed-in')
  @WithOldPassword()
  @ApiOperation({ summary: '退出，凭证立即失效 Sign out: the token is void at once' })
  async logout(@CurrentPrincipal() { actor, sessionId }: Principal): Promise<void> {
    const { pool, sessionClock } = this.access.ports;
    await revokeSession(pool, { sessionId: sessionId!, account: actor.id, at: sessionClock.now() });
  }

  @Post('password')
  @HttpCode(204)
  @Requires('signed-in')
  @WithOldPassword()
  @ApiOperation({ summary: '修改密码，所有登录随即失效 Change the password: every session ends' })
  async changePassword(
    @Body() { oldPassword, newPassword }: ChangePasswordDto,
    @CurrentPrincipal() { actor }: Principal,
  ): Promise<void> {
    const { pool, sessionClock: clock } = this.access.ports;
    await this.access.checkOwnPassword(actor.id, oldPassword);
    await setPassword({ pool, clock }, { id: actor.id, password: newPassword, mustChange: false });
  }

  @Get('sessions')
  @Requires('signed-in')
  @ApiOperation({ summary: '本人的登录 Own sessions' })
  async sessions(@CurrentPrincipal() { actor, sessionId }: Principal) {
    const { pool, sessionClock } = this.access.ports;
    const items = await openSessionsOf(pool, actor.id, sessionClock.now());
    return { items: items.map((session) => ({ ...session, current: session.id === sessionId })) };
  }
}
