import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { type ClassifyRequest, classifyRequestOf } from '#libs/prediction';

function classifyRequest(context: ExecutionContext): ClassifyRequest {
  return classifyRequestOf(context.switchToHttp().getRequest<Request>());
}

/** The texts that are still to be classified. */
export const Texts = createParamDecorator((_: unknown, context: ExecutionContext) => classifyRequest(context).texts);

/** Deadline and whereabouts of the client. */
export const Call = createParamDecorator((_: unknown, context: ExecutionContext) => classifyRequest(context).call);
