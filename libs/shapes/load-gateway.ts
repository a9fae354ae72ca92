import type { INestApplication } from '@nestjs/common';
import type { System } from '@zhiheng/platform';
import type { GatewayParts } from './gateway.js';

/** As `createGateway`; its controllers are loaded only by processes that have an HTTP edge. */
export async function openGateway(system: System, parts: GatewayParts): Promise<INestApplication> {
  const { createGateway } = await import('./gateway.js');
  return createGateway(system, parts);
}
