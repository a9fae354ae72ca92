import { Inject, Injectable, Module } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Database } from '@zhiheng/persistence';
import { DATABASE, SETTINGS } from '@zhiheng/platform';
import type { Settings } from '@zhiheng/platform';
import { Sender } from './delivery/sender.js';
import { AsyncApiController } from './http/asyncapi.controller.js';
import { WebhooksController } from './http/webhooks.controller.js';

@Injectable()
class SendingService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly sender: Sender;

  constructor(@Inject(DATABASE) database: Database, @Inject(SETTINGS) settings: Settings) {
    this.sender = new Sender(database.pool, { loopbackAllowed: settings.webhookLoopback === true });
  }

  onApplicationBootstrap(): void {
    this.sender.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.sender.stop();
  }
}

/** Interface and sender of webhooks; any process may have it, any number of times. */
@Module({ controllers: [WebhooksController, AsyncApiController], providers: [SendingService] })
export class WebhooksModule {}
