import 'reflect-metadata';
import { SetMetadata, type ExecutionContext } from '@nestjs/common';

const IDENTIFIES_CLIENT = 'identifiesClient';

/**
 * Marks a controller that identifies the client itself, because that needs the body of the request. ApiKeyGuard lets its requests
 * pass, and RateLimitGuard counts them by the address of the client.
 */
export function IdentifiesClient(): ClassDecorator {
  return SetMetadata(IDENTIFIES_CLIENT, true);
}

/** Whether the controller of a request identifies the client itself. */
export function identifiesClient(context: Pick<ExecutionContext, 'getClass'>): boolean {
  return Reflect.getMetadata(IDENTIFIES_CLIENT, context.getClass()) === true;
}
