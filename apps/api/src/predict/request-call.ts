import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { ClassifyCall } from '#libs/classification';

/** What the rooms further in have to do for a request. */
export interface RequestCall {
  readonly texts: readonly string[];
  readonly call: ClassifyCall;
}

const calls = new WeakMap<Request, RequestCall>();

export function setRequestCall(request: Request, call: RequestCall): void {
  calls.set(request, call);
}

function callOf(context: ExecutionContext): RequestCall {
  const call = calls.get(context.switchToHttp().getRequest<Request>());
  if (!call) throw new Error('no interceptor has read this request');
  return call;
}

/** The texts that are still to be classified. */
export const Texts = createParamDecorator((_: unknown, context: ExecutionContext) => callOf(context).texts);

/** Deadline and whereabouts of the client. */
export const Call = createParamDecorator((_: unknown, context: ExecutionContext) => callOf(context).call);
