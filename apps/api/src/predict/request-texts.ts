import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

const textsOf = new WeakMap<Request, readonly string[]>();

/** Sets the texts that the rooms further in have to classify. */
export function setRequestTexts(request: Request, texts: readonly string[]): void {
  textsOf.set(request, texts);
}

/** The texts that are still to be classified. */
export const Texts = createParamDecorator((_: unknown, context: ExecutionContext): readonly string[] => {
  return textsOf.get(context.switchToHttp().getRequest<Request>()) ?? [];
});
