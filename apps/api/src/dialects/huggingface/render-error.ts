import { HttpException } from '@nestjs/common';
import type { ErrorAnswer, ErrorRenderer } from '../../http/errors/answer-error.js';
import { PROBLEM_TABLE } from '../../http/errors/problem-table.js';
import type { ErrorKind } from '../../http/errors/request-error.js';

/** text-embeddings-inference names the kind of an error by one of these words; Hugging Face shows `error` alone. */
const ERROR_TYPES: Readonly<Partial<Record<ErrorKind, string>>> = {
  overloaded: 'Overloaded',
  'rate-limited': 'Overloaded',
  'model-loading': 'Overloaded',
  'model-unavailable': 'Overloaded',
  'deadline-exceeded': 'Overloaded',
  'shutting-down': 'Overloaded',
  'text-failed': 'Backend',
  internal: 'Backend',
};
const MEDIA_TYPE = 'application/json';
const UNAVAILABLE = 503;
const TOO_MANY_REQUESTS = 429;

/**
 * Errors of Hugging Face and of text-embeddings-inference. Never 503: \@huggingface/inference 4.13 would send the request again at
 * once, without an end.
 */
export const renderHuggingFaceError: ErrorRenderer = (error): ErrorAnswer => {
  if (error instanceof HttpException) return toAnswer(error.getStatus(), error.message, 'Validation');
  const { status } = PROBLEM_TABLE[error.kind];
  return toAnswer(
    status === UNAVAILABLE ? TOO_MANY_REQUESTS : status,
    error.message,
    ERROR_TYPES[error.kind] ?? 'Validation',
  );
};

function toAnswer(status: number, error: string, errorType: string): ErrorAnswer {
  return { status, mediaType: MEDIA_TYPE, body: JSON.stringify({ error, error_type: errorType }) };
}
