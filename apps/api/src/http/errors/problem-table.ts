import type { ErrorKind } from './request-error.js';

export interface ProblemType {
  readonly status: number;
  readonly title: string;
  /** Whether the answer may have a `Retry-After` header. */
  readonly isRetryable?: true;
}

/** The one table from the kind of an error to HTTP status and title. */
export const PROBLEM_TABLE: Readonly<Record<ErrorKind, ProblemType>> = {
  'malformed-request': { status: 400, title: 'The request is not valid HTTP' },
  'malformed-header': { status: 400, title: 'A header is not valid' },
  'malformed-body': { status: 400, title: 'The body cannot be read as JSON' },
  unauthorized: { status: 401, title: 'A valid API key is required' },
  'not-found': { status: 404, title: 'The path does not exist' },
  'method-not-allowed': { status: 405, title: 'The path does not support this method' },
  'request-too-slow': { status: 408, title: 'The request took too long to arrive' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The format of the body is not supported' },
  'expectation-failed': { status: 417, title: 'The value of the header Expect is not supported' },
  'invalid-request': { status: 422, title: 'The request is not valid' },
  'text-refused': { status: 422, title: 'The service refuses a text' },
  'unsupported-language': { status: 422, title: 'The model does not read the language of the text' },
  'rate-limited': { status: 429, title: 'The client has sent too many requests', isRetryable: true },
  overloaded: { status: 429, title: 'The service is overloaded', isRetryable: true },
  'headers-too-large': { status: 431, title: 'The headers are too large' },
  'client-left': { status: 499, title: 'The client closed the connection' },
  'text-failed': { status: 500, title: 'The model has no answer for a text' },
  internal: { status: 500, title: 'The service failed' },
  'unsupported-transfer-coding': { status: 501, title: 'The transfer coding is not supported' },
  'model-loading': { status: 503, title: 'The model is still loading', isRetryable: true },
  'model-unavailable': { status: 503, title: 'The model does not answer', isRetryable: true },
  'shutting-down': { status: 503, title: 'The service is shutting down' },
  'deadline-exceeded': { status: 504, title: 'The service did not answer in time' },
};
