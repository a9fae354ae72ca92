import { Controller, Get, Inject, Redirect, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '@zhiheng/auth';
import type { OidcSignIn } from '@zhiheng/auth';
import { ZhihengError } from '@zhiheng/kernel';
import type { CookieOptions, Request, Response } from 'express';
import { OIDC_SIGN_IN } from '../oidc-token.js';

const COOKIE = 'zhiheng-oidc-state';
const cookieOf = ({ secure }: Request): CookieOptions => ({
  httpOnly: true,
  sameSite: 'lax',
  secure,
  path: '/api/auth/oidc',
  maxAge: 600_000,
});

/** Signing in at the OpenID Connect provider of the bureau, where one is set. */
@ApiTags('people 人员')
@Controller('api/auth/oidc')
@Public()
export class OidcController {
  constructor(@Inject(OIDC_SIGN_IN) private readonly oidc: OidcSignIn | undefined) {}

  @Get('login')
  @Redirect()
  @ApiOperation({ summary: '到统一身份认证登录 Sign in at the provider' })
  async login(@Req() request: Request, @Res({ passthrough: true }) response: Response) {
    const { url, state } = await this.on().begin();
    response.cookie(COOKIE, state, cookieOf(request));
    return { url: url.href, statusCode: 302 };
  }

  @Get('callback')
  @ApiOperation({ summary: '从统一身份认证返回，取得凭证 Back from the provider, for a token' })
  async callback(@Req() request: Request, @Res({ passthrough: true }) response: Response) {
    const oidc = this.on();
    response.clearCookie(COOKIE, { path: '/api/auth/oidc' });
    response.setHeader('Cache-Control', 'no-store');
    return oidc.finish(new URL(request.originalUrl, 'http://localhost').search, stateIn(request.headers.cookie));
  }

  private on(): OidcSignIn {
    if (this.oidc === undefined) throw new ZhihengError('OIDC_OFF', { expected: 'ZHIHENG_OIDC_ISSUER' });
    return this.oidc;
  }
}

function stateIn(cookies: string | undefined): string | undefined {
  return new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w-]{1,200})(?:;|$)`).exec(cookies ?? '')?.[1];
}
