import 'reflect-metadata';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Module, ValidationPipe } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { NestFactory } from '@nestjs/core';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import helmet from 'helmet';
import { AuthModule } from '@zhiheng/auth';
import { AccountsModule } from '@zhiheng/features/accounts';
import { EnterprisesModule } from '@zhiheng/features/enterprises';
import { IntakeModule } from '@zhiheng/features/intake';
import { OperationsModule } from '@zhiheng/features/operations';
import { ProceduresModule } from '@zhiheng/features/procedures';
import { PublicityModule } from '@zhiheng/features/publicity';
import { WebhooksModule } from '@zhiheng/features/webhooks';
import { PlatformModule, ProblemFilter, WellFormedPipe, acceptJsonBodies, answerUnreadable, nestLog } from '@zhiheng/platform';
import type { Admission, ContextName, Log, System } from '@zhiheng/platform';
import { traceRequest } from '@zhiheng/tracing';
import { connectConsumers } from './connect-consumers.js';
import { CONTEXT_MODULES } from './contexts.js';
import { answerHealth } from './health/answer-health.js';
import type { Probe } from './health/probe.js';
import { meter } from './meter.js';
import { SECURITY_HEADERS } from './security-headers.js';

@Module({
  imports: [
    AuthModule,
    AccountsModule,
    ProceduresModule,
    EnterprisesModule,
    IntakeModule,
    PublicityModule,
    WebhooksModule,
    OperationsModule,
  ],
})
class GatewayModule {}

export type GatewayParts = {
  readonly log: Log;
  readonly probe: Probe;
  readonly admission: Admission;
  readonly contexts?: readonly ContextName[];
};

/**
 * The HTTP edge over an opened system: controllers, validation, problem+json, OpenAPI at /api/docs. Not listening yet. In one
 * process with others it also runs the queues of contexts.
 */
export async function createGateway(
  system: System,
  { log, probe, admission, contexts = [] }: GatewayParts,
): Promise<INestApplication> {
  const { database, law, runtime, clock, settings } = system;
  const root = {
    module: class RootModule {},
    imports: [
      PlatformModule.of({ database, law, runtime, clock, settings, metrics: meter(system, admission) }),
      GatewayModule,
      ...contexts.map((context) => CONTEXT_MODULES[context]),
    ],
  };
  const app = await NestFactory.create<NestExpressApplication>(root, { logger: nestLog(log), abortOnError: false });
  app.disable('x-powered-by');
  if (settings.people.trustProxy !== undefined) app.set('trust proxy', settings.people.trustProxy);
  app.use(helmet(SECURITY_HEADERS));
  connectConsumers(app, runtime, contexts);
  // Before everything else: a probe carries no token and is limited by no rate.
  app.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
    if (!answerHealth(probe, request, response)) next();
  });
  app.use(admission.admit);
  if (settings.tracing !== undefined) app.use(traceRequest);
  answerUnreadable(app.getHttpServer() as Server);
  acceptJsonBodies(app);
  app.useGlobalPipes(
    new WellFormedPipe(),
    new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true }),
  );
  app.useGlobalFilters(new ProblemFilter(log));
  const document = new DocumentBuilder()
    .setTitle('质衡 Zhiheng')
    .setDescription('市场监管工作流引擎接口 API of the market-supervision workflow engine')
    .setVersion('0.1')
    .addBearerAuth()
    .addSecurityRequirements('bearer')
    .build();
  SwaggerModule.setup('api/docs', app, () => SwaggerModule.createDocument(app, document));
  return app;
}
