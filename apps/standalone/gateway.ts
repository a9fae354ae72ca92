import 'reflect-metadata';
import { Module, ValidationPipe } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { IntakeModule } from '@zhiheng/features/intake';
import { OperationsModule } from '@zhiheng/features/operations';
import { ProceduresModule } from '@zhiheng/features/procedures';
import { PublicityModule } from '@zhiheng/features/publicity';
import { WebhooksModule } from '@zhiheng/features/webhooks';
import { PlatformModule, ProblemFilter, WellFormedPipe } from '@zhiheng/platform';
import type { Log, System } from '@zhiheng/platform';

@Module({ imports: [ProceduresModule, IntakeModule, PublicityModule, WebhooksModule, OperationsModule] })
class GatewayModule {}

/** The HTTP edge over an opened system: controllers, validation, problem+json, OpenAPI at /api/docs. Not listening yet. */
export async function createGateway(system: System, log: Log): Promise<INestApplication> {
  const { database, law, runtime, clock, settings } = system;
  const root = {
    module: class RootModule {},
    imports: [PlatformModule.of({ database, law, runtime, clock, settings }), GatewayModule],
  };
  const app = await NestFactory.create(root, { logger: ['error', 'fatal'], abortOnError: false });
  app.useGlobalPipes(
    new WellFormedPipe(),
    new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true }),
  );
  app.useGlobalFilters(new ProblemFilter(log));
  const document = new DocumentBuilder()
    .setTitle('质衡 Zhiheng')
    .setDescription('市场监管工作流引擎接口 API of the market-supervision workflow engine')
    .setVersion('0.1')
    .build();
  SwaggerModule.setup('api/docs', app, () => SwaggerModule.createDocument(app, document));
  return app;
}
