import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '@zhiheng/auth';
import { LAW } from '@zhiheng/platform';
import type { Law } from '@zhiheng/platform';
import { asyncApiDocument } from '../asyncapi/document.js';

@ApiTags('webhooks 推送')
@Public()
@Controller('api/asyncapi.json')
export class AsyncApiController {
  constructor(@Inject(LAW) private readonly law: Law) {}

  @Get()
  @Header('Cache-Control', 'public, max-age=300')
  @ApiOperation({ summary: '推送的接口说明（AsyncAPI 3.0） What webhooks receive, as AsyncAPI 3.0' })
  document(): object {
    return asyncApiDocument(this.law.registry.all());
  }
}
