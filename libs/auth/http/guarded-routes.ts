import 'reflect-metadata';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { ZhihengError } from '@zhiheng/kernel';
import { NEEDED_PERMISSION, PUBLIC_ROUTE } from './decorators.js';

type Controller = { readonly name: string; readonly prototype: object };

/** Throws ROUTE_UNGUARDED that lists the routes of these controllers which do not say who may use them. */
export function checkGuardedRoutes(controllers: readonly Controller[]): void {
  const open = controllers.flatMap(unguardedRoutes);
  if (open.length === 0) return;
  throw new ZhihengError('ROUTE_UNGUARDED', { expected: '@Public() 或 or @Requires(…)', found: open.join(', ') });
}

function unguardedRoutes(controller: Controller): readonly string[] {
  const { prototype } = controller;
  const says = (target: object): boolean =>
    Reflect.hasMetadata(PUBLIC_ROUTE, target) || Reflect.hasMetadata(NEEDED_PERMISSION, target);
  return routesOf(prototype)
    .filter(([, handler]) => !says(handler) && !says(controller))
    .map(([name]) => `${controller.name}.${name}`);
}

function routesOf(prototype: object): readonly (readonly [string, object])[] {
  return Object.entries(Object.getOwnPropertyDescriptors(prototype)).flatMap(([name, { value }]) =>
    typeof value === 'function' && Reflect.hasMetadata(METHOD_METADATA, value as object)
      ? [[name, value as object] as const]
      : [],
  );
}
