import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Requires } from '@zhiheng/auth';
import type { Principal } from '@zhiheng/auth';
import type { Announcement } from '@zhiheng/contracts';
import { RUNTIME } from '@zhiheng/platform';
import type { Runtime } from '@zhiheng/platform';
import { DeadLetterQueryDto, DropDeadLetterDto, RetryDeadLetterDto } from './dead-letters.dto.js';

@ApiTags('operations 运维')
@Requires('dead-letters.manage')
@Controller('api/dead-letters')
export class DeadLettersController {
  constructor(@Inject(RUNTIME) private readonly runtime: Runtime) {}

  @Get()
  @ApiOperation({ summary: '无法处理的消息，先发生的在前 Messages that could not be handled, oldest first' })
  async list(@Query() { state, consumer, cursor, limit }: DeadLetterQueryDto) {
    const items = await this.runtime.deadLetters.list({
      ...(state !== 'all' && { state }),
      ...(consumer !== undefined && { consumer }),
      ...(cursor !== undefined && { after: cursor }),
      limit: limit + 1,
    });
    const page = items.slice(0, limit);
    return { items: page, ...(items.length > limit && { next: page.at(-1)!.id }) };
  }

  @Get(':id')
  @ApiOperation({ summary: '消息原文及处理经过 The announcement, and what was done with it' })
  show(@Param('id') id: string) {
    return this.runtime.deadLetters.show(id);
  }

  @Post(':id/retry')
  @HttpCode(202)
  @ApiOperation({ summary: '重新处理，原样或更正后 Handle again, as it was or corrected' })
  async retry(
    @Param('id') id: string,
    @Body() { why, announcement }: RetryDeadLetterDto,
    @CurrentPrincipal() { actor }: Principal,
  ) {
    await this.runtime.deadLetters.retry(id, {
      by: actor.id,
      why,
      ...(announcement !== undefined && { announcement: announcement as unknown as Announcement }),
    });
    return { id, state: 'retried' };
  }

  @Post(':id/drop')
  @HttpCode(200)
  @ApiOperation({ summary: '放弃，须说明理由 Give up, with the reason' })
  async drop(@Param('id') id: string, @Body() { why }: DropDeadLetterDto, @CurrentPrincipal() { actor }: Principal) {
    await this.runtime.deadLetters.drop(id, { by: actor.id, why });
    return { id, state: 'dropped' };
  }
}
