import 'reflect-metadata';
import { applyDecorators, SetMetadata, type ExecutionContext } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';

const IS_PUBLIC = 'isPublic';

/** Marks the operation of a public route while the OpenAPI document is made. */
export const PUBLIC_EXTENSION = 'x-public';

/** Marks a controller, or one route of it, that needs no API key and has no rate limit. */
export function Public(): ClassDecorator & MethodDecorator {
  return applyDecorators(SetMetadata(IS_PUBLIC, true), ApiExtension(PUBLIC_EXTENSION, true));
}

/** Whether the route of a request is public. */
export function isPublic(context: Pick<ExecutionContext, 'getHandler' | 'getClass'>): boolean {
  return [context.getHandler(), context.getClass()].some((target) => Reflect.getMetadata(IS_PUBLIC, target) === true);
}
