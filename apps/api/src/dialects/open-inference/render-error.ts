import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { DIALECT_MEDIA_TYPE } from '../../dialect-route/dialect.js';
import type { ErrorAnswer, ErrorRenderer } from '../../http/errors/answer-error.js';
import { PROBLEM_TABLE } from '../../http/errors/problem-table.js';
import { RequestError } from '../../http/errors/request-error.js';

const BAD_REQUEST = 400;
const UNPROCESSABLE = 422;

/**
 * Errors of the Open Inference Protocol and of KServe V1: `{"error": "..."}`. The service's 422 is 400 there, as Triton and KServe
 * answer it. A text without an answer is named, because these formats have no place for the failure of one text.
 */
export const renderInferenceError: ErrorRenderer = (error): ErrorAnswer => {
  // The message of an exception of Nest may quote the request.
  if (error instanceof HttpException) return toAnswer(error.getStatus(), STATUS_CODES[error.getStatus()] ?? 'Error');
  const { status } = PROBLEM_TABLE[error.kind];
  return toAnswer(status === UNPROCESSABLE ? BAD_REQUEST : status, describe(error));
};

function describe(error: Error): string {
  const isTextError = error instanceof RequestError && (error.kind === 'text-failed' || error.kind === 'text-refused');
  const [first] = isTextError ? error.faults : [];
  return first ? `${error.message} ${first.pointer}: ${first.detail}` : error.message;
}

function toAnswer(status: number, error: string): ErrorAnswer {
  return { status, mediaType: DIALECT_MEDIA_TYPE, body: JSON.stringify({ error }) };
}
