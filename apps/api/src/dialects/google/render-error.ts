import { HttpException } from '@nestjs/common';
import { describeError } from '../../dialect-route/describe-error.js';
import { DIALECT_MEDIA_TYPE } from '../../dialect-route/dialect.js';
import type { ErrorAnswer, ErrorRenderer } from '../../http/errors/answer-error.js';

const SERVER_ERROR = 500;
/** The codes of google.rpc.Code by status. */
const CODES: Readonly<Record<number, string>> = {
  401: 'UNAUTHENTICATED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};
const KEY_REQUIRED =
  'Send a valid API key: in the header x-goog-api-key, as `Authorization: Bearer <key>`, or in the parameter key of the URL.';

/** Errors of Google's APIs. The service's 422 is 400 there. */
export const renderGoogleError: ErrorRenderer = (error): ErrorAnswer => {
  const { status, message } = describeError(error);
  const isKeyError = !(error instanceof HttpException) && error.kind === 'unauthorized';
  return toAnswer(status, isKeyError ? KEY_REQUIRED : message);
};

function toAnswer(code: number, message: string): ErrorAnswer {
  const status = CODES[code] ?? (code < SERVER_ERROR ? 'INVALID_ARGUMENT' : 'INTERNAL');
  return { status: code, mediaType: DIALECT_MEDIA_TYPE, body: JSON.stringify({ error: { code, message, status } }) };
}
