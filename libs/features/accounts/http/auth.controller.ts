import { Body, Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  ACCESS,
  CurrentPrincipal,
  Public,
  Requires,
  WithOldPassword,
  addressOf,
  openSessionsOf,
  revokeSession,
  setPassword,
} from '@zhiheng/auth';
import type { Access, LoginLimits, Principal } from '@zhiheng/auth';
import { ZhihengError } from '@zhiheng/kernel';
import { SETTINGS } from '@zhiheng/platform';
import type { Settings } from '@zhiheng/platform';
import type { Request } from 'express';
import { LOGIN_LIMITS } from '../login-limits-token.js';
import { ChangePasswordDto, LoginDto } from './auth.dto.js';

/** Signing in and out. */
@ApiTags('people 人员')
@Controller('api/auth')
export class AuthController {
  constructor(
    @Inject(ACCESS) private readonly access: Access,
    @Inject(LOGIN_LIMITS) private readonly limits: LoginLimits,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Post('login')
  @HttpCode(200)
  @Public()
  @ApiOperation({ summary: '登录，取得凭证 Sign in for a token' })
  async login(@Body() { account, password }: LoginDto, @Req() request: Request) {
    if (this.settings.people.oidc !== undefined)
      throw new ZhihengError('LOCAL_LOGIN_OFF', { expected: 'GET /api/auth/oidc/login' });
    return this.counted(account, request, () => this.access.signIn(account, password));
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
    @Req() request: Request,
  ): Promise<void> {
    const { pool, sessionClock: clock } = this.access.ports;
    await this.counted(actor.id, request, () => this.access.checkOwnPassword(actor.id, oldPassword));
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

  /** Each guess counts before the password is looked at; the right one gives back what it took. */
  private async counted<T>(account: string, request: Request, attempt: () => Promise<T>): Promise<T> {
    const address = addressOf(request);
    await this.limits.take(account, address);
    const result = await attempt();
    await this.limits.giveBack(account, address);
    return result;
  }
}
