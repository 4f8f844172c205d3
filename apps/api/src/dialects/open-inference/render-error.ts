import { HttpException } from '@nestjs/common';
import { describeError } from '../../dialect-route/describe-error.js';
import { DIALECT_MEDIA_TYPE } from '../../dialect-route/dialect.js';
import type { ErrorAnswer, ErrorRenderer } from '../../http/errors/answer-error.js';
import { RequestError } from '../../http/errors/request-error.js';

/**
 * Errors of the Open Inference Protocol and of KServe V1: `{"error": "..."}`. The service's 422 is 400 there, as Triton and KServe
 * answer it. A text without an answer is named, because these formats have no place for the failure of one text.
 */
export const renderInferenceError: ErrorRenderer = (error): ErrorAnswer => {
  const { status, message } = describeError(error);
  return toAnswer(status, error instanceof HttpException ? message : describe(error));
};

function describe(error: Error): string {
  const isTextError = error instanceof RequestError && (error.kind === 'text-failed' || error.kind === 'text-refused');
  const [first] = isTextError ? error.faults : [];
  return first ? `${error.message} ${first.pointer}: ${first.detail}` : error.message;
}

function toAnswer(status: number, error: string): ErrorAnswer {
  return { status, mediaType: DIALECT_MEDIA_TYPE, body: JSON.stringify({ error }) };
}
