import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { classifyRequestOf, type ClassifyRequest } from '#libs/classification';

function classifyRequest(context: ExecutionContext): ClassifyRequest {
  return classifyRequestOf(context.switchToHttp().getRequest<Request>());
}

/** The texts that are still to be classified. */
export const Texts = createParamDecorator((_: unknown, context: ExecutionContext) => classifyRequest(context).texts);

/** Deadline and whereabouts of the client. */
export const Call = createParamDecorator((_: unknown, context: ExecutionContext) => classifyRequest(context).call);
