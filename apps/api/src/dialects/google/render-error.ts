import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { DIALECT_MEDIA_TYPE } from '../../dialect-route/dialect.js';
import type { ErrorAnswer, ErrorRenderer } from '../../http/errors/answer-error.js';
import { PROBLEM_TABLE } from '../../http/errors/problem-table.js';

const BAD_REQUEST = 400;
const UNPROCESSABLE = 422;
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
  if (error instanceof HttpException) {
    const status = error.getStatus();
    // The message of an exception of Nest may quote the request.
    return toAnswer(status, STATUS_CODES[status] ?? 'Error');
  }
  const { status } = PROBLEM_TABLE[error.kind];
  const message = error.kind === 'unauthorized' ? KEY_REQUIRED : error.message;
  return toAnswer(status === UNPROCESSABLE ? BAD_REQUEST : status, message);
};

function toAnswer(code: number, message: string): ErrorAnswer {
  const status = CODES[code] ?? (code < SERVER_ERROR ? 'INVALID_ARGUMENT' : 'INTERNAL');
  return { status: code, mediaType: DIALECT_MEDIA_TYPE, body: JSON.stringify({ error: { code, message, status } }) };
}
