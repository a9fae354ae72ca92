import { Body, Controller, Delete, Get, HttpCode, Inject, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Requires } from '@zhiheng/auth';
import type { Principal } from '@zhiheng/auth';
import type { Database } from '@zhiheng/persistence';
import { DATABASE, LAW, SETTINGS, topicsOf } from '@zhiheng/platform';
import type { Law, Settings } from '@zhiheng/platform';
import { checkDestination } from '../delivery/destination.js';
import {
  changeWebhook,
  checkTopics,
  listDeliveries,
  listWebhooks,
  makeWebhook,
  readWebhook,
  redeliver,
  removeWebhook,
  rotateSecret,
  sendTest,
} from '../subscriptions/webhook-store.js';
import { ChangeWebhookDto, DeliveriesQuery, MakeWebhookDto } from './webhooks.dto.js';

/** Webhooks: what is announced and what becomes public, sent to other systems as signed CloudEvents. */
@ApiTags('webhooks 推送')
@Requires('webhooks.manage')
@Controller('api/webhooks')
export class WebhooksController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LAW) private readonly law: Law,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Post()
  @ApiOperation({ summary: '登记推送；密钥只显示一次 Make a webhook; its secret is shown once' })
  make(@Body() { url, topics }: MakeWebhookDto, @CurrentPrincipal() principal: Principal) {
    this.check({ url, topics });
    return makeWebhook(this.database.pool, principal, { url, topics });
  }

  @Get()
  @ApiOperation({ summary: '推送列表 Webhooks' })
  async list(@CurrentPrincipal() principal: Principal) {
    return { items: await listWebhooks(this.database.pool, principal) };
  }

  @Get(':id')
  @ApiOperation({ summary: '一个推送 One webhook' })
  read(@Param('id', ParseUUIDPipe) id: string, @CurrentPrincipal() principal: Principal) {
    return readWebhook(this.database.pool, principal, id);
  }

  @Patch(':id')
  @ApiOperation({ summary: '修改、暂停、恢复 Change, pause, resume' })
  change(@Param('id', ParseUUIDPipe) id: string, @Body() body: ChangeWebhookDto, @CurrentPrincipal() principal: Principal) {
    this.check(body);
    return changeWebhook(this.database.pool, principal, { id, ...body });
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: '删除 Remove' })
  remove(@Param('id', ParseUUIDPipe) id: string, @CurrentPrincipal() principal: Principal) {
    return removeWebhook(this.database.pool, principal, id);
  }

  @Post(':id/rotate-secret')
  @HttpCode(200)
  @ApiOperation({ summary: '更换密钥；旧密钥一日内仍签名 New secret; the former one signs beside it for a day' })
  rotate(@Param('id', ParseUUIDPipe) id: string, @CurrentPrincipal() principal: Principal) {
    return rotateSecret(this.database.pool, principal, id);
  }

  @Post(':id/test')
  @HttpCode(202)
  @ApiOperation({ summary: '发送一条测试 Send a test' })
  test(@Param('id', ParseUUIDPipe) id: string, @CurrentPrincipal() principal: Principal) {
    return sendTest(this.database.pool, principal, id);
  }

  @Get(':id/deliveries')
  @ApiOperation({ summary: '推送记录 Deliveries' })
  async deliveries(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { state, before, limit = 50 }: DeliveriesQuery,
    @CurrentPrincipal() principal: Principal,
  ) {
    return { items: await listDeliveries(this.database.pool, principal, { id, state, before, limit }) };
  }

  @Post(':id/deliveries/:delivery/redeliver')
  @HttpCode(202)
  @ApiOperation({ summary: '重新推送 Send again' })
  async again(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('delivery', ParseUUIDPipe) delivery: string,
    @CurrentPrincipal() principal: Principal,
  ) {
    await redeliver(this.database.pool, principal, { id, delivery });
    return { delivery };
  }

  private check({ url, topics }: { readonly url?: string | undefined; readonly topics?: readonly string[] | undefined }): void {
    if (url !== undefined) checkDestination(url, { loopbackAllowed: this.settings.webhookLoopback === true });
    if (topics !== undefined) checkTopics(topics, topicsOf(this.law.registry.all()));
  }
}
