import { Controller, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ACCESS, Access, CurrentPrincipal, Requires } from '@zhiheng/auth';
import type { Principal } from '@zhiheng/auth';
import { SETTINGS } from '@zhiheng/platform';
import type { Settings } from '@zhiheng/platform';
import type { Response } from 'express';
import { BOARD_HOURS, boardCookie } from '../board/board-access.js';

@ApiTags('operations 运维')
@Controller('api/auth/board-session')
export class BoardSessionController {
  constructor(
    @Inject(ACCESS) private readonly access: Access,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** A session of its own, short and revocable like any other: the cookie is never the token that asks for it. */
  @Post()
  @HttpCode(204)
  @Requires('operations.read')
  @ApiOperation({ summary: '在浏览器中查看队列的短时登录（Cookie） A short session (cookie) to see the queues in a browser' })
  async open(@CurrentPrincipal() { actor }: Principal, @Res({ passthrough: true }) response: Response): Promise<void> {
    const forBoard = new Access({ ...this.access.ports, tokenHours: BOARD_HOURS });
    const { token } = await forBoard.openSession(actor.id);
    response.setHeader('set-cookie', boardCookie(token, { secure: this.settings.production }));
  }
}
