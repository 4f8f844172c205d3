import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { DIALECT_MEDIA_TYPE } from '../../dialect-route/dialect.js';
import type { ErrorAnswer, ErrorRenderer } from '../../http/errors/answer-error.js';
import { PROBLEM_TABLE } from '../../http/errors/problem-table.js';
import { RequestError } from '../../http/errors/request-error.js';

const BAD_REQUEST = 400;
const UNPROCESSABLE = 422;
const BAD_REQUEST_TYPE = 'BadRequestError';
const SERVER_TYPE = 'InternalServerError';
/** The names of vLLM and of OpenAI's clients for errors. Another client error is a bad request. */
const TYPES: Readonly<Record<number, string>> = {
  401: 'AuthenticationError',
  404: 'NotFoundError',
  429: 'RateLimitError',
  500: SERVER_TYPE,
  503: 'ServiceUnavailableError',
  504: 'TimeoutError',
};

/** Errors of vLLM, in the form of OpenAI's. The service's 422 is 400 there. */
export const renderVllmError: ErrorRenderer = (error): ErrorAnswer => {
  if (error instanceof HttpException) {
    // The message of an exception of Nest may quote the request.
    return toAnswer(error.getStatus(), STATUS_CODES[error.getStatus()] ?? 'Error', null);
  }
  const { status } = PROBLEM_TABLE[error.kind];
  const [fault] = error instanceof RequestError ? error.faults : [];
  // `/input/3` is in the parameter `input`.
  const parameter = fault?.pointer.split('/')[1] ?? null;
  return toAnswer(status === UNPROCESSABLE ? BAD_REQUEST : status, error.message, parameter);
};

function toAnswer(status: number, message: string, parameter: string | null): ErrorAnswer {
  const type = TYPES[status] ?? (status < 500 ? BAD_REQUEST_TYPE : SERVER_TYPE);
  const body = JSON.stringify({ error: { message, type, param: parameter, code: status } });
  return { status, mediaType: DIALECT_MEDIA_TYPE, body };
}
