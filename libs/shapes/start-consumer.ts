import 'reflect-metadata';
import type { INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PlatformModule, nestLog } from '@zhiheng/platform';
import type { ContextName, Log, System } from '@zhiheng/platform';
import { queueOf } from './connect-consumers.js';
import { CONTEXT_MODULES } from './contexts.js';

/** Takes from the queue of one context, as a microservice of its own over an opened system. `system.close()` ends it. */
export async function startConsumer(system: System, context: ContextName, log: Log): Promise<INestMicroservice> {
  const { database, law, runtime, clock, settings } = system;
  const root = {
    module: class RootModule {},
    imports: [PlatformModule.of({ database, law, runtime, clock, settings }), CONTEXT_MODULES[context]],
  };
  const service = await NestFactory.createMicroservice(root, {
    strategy: queueOf(context, runtime),
    logger: nestLog(log),
    abortOnError: false,
  });
  await service.listen();
  return service;
}
