import { NestFactory } from '@nestjs/core';
import type { Announcement } from '@zhiheng/contracts';
import { ConsumerOf, OnEveryEvent, QueueStrategy } from '@zhiheng/transport';
import type { Delivery } from './messaging-world.js';

/** The consumer as a microservice has it: Nest's pipeline stands between it and the handler. */
export const throughNest: Delivery = async ({ name, handle }, create) => {
  @ConsumerOf('enforcement')
  class TestConsumer {
    @OnEveryEvent()
    async onAnnounced(announcement: Announcement): Promise<void> {
      await handle(announcement);
    }
  }
  const service = await NestFactory.createMicroservice(
    { module: class TestModule {}, controllers: [TestConsumer] },
    { strategy: new QueueStrategy({ context: name, open: create }), logger: false },
  );
  return { start: async () => void (await service.listen()), stop: () => service.close() };
};
