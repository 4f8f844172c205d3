import type { FaultyPlace } from '../openapi/api-types.js';
import type { ClientError } from '../transport/client-error.js';
import { createBrokenAnswerError } from '../transport/transport-errors.js';
import { isRecord } from '../transport/parse-json.js';
import type { LineId } from './line-input.js';

/** Why a line has no answer, as the service says. */
export interface LineError {
  /** Kind of the problem, for example `invalid-request`. */
  readonly kind: string;
  /** The HTTP status that the error would have as the answer to a request. */
  readonly status: number;
  readonly detail: string;
  /** Places in the line that have a fault. */
  readonly errors?: readonly FaultyPlace[];
}

interface LineFacts {
  /** Place of the line in the input, from 0. */
  readonly index: number;
  /** The `id` of the line, if it has one. */
  readonly id: LineId | undefined;
  /** The model of the service, `<name>@<first digits of its digest>`; undefined when the service does not say. */
  readonly model: string | undefined;
}

/** A line that has no answer. */
export type FailedLineAnswer = LineFacts & { readonly answer?: undefined; readonly error: LineError };

/** What the service says to one line: an answer or an error. */
export type LineAnswer<T> = (LineFacts & { readonly answer: T; readonly error?: undefined }) | FailedLineAnswer;

/** Too many requests, service unavailable, gateway timeout: a line with these can be sent again. */
const RETRYABLE_STATUSES: ReadonlySet<number> = new Set([429, 503, 504]);

export function isRetryableLine({ status }: LineError): boolean {
  return RETRYABLE_STATUSES.has(status);
}

/** @throws ClientError `broken-answer` for an error of another shape */
export function readLineError(value: unknown): LineError {
  const isValid =
    isRecord(value) &&
    typeof value.kind === 'string' &&
    typeof value.status === 'number' &&
    typeof value.detail === 'string';
  if (!isValid) throw createBrokenAnswerError('the error of a line has no kind, status and detail');
  return value as unknown as LineError;
}

/** The error of a line that was refused as a whole request. */
export function toLineError({ kind, detail, message, errors }: ClientError, status: number): LineError {
  return { kind, status, detail: detail ?? message, ...(errors.length > 0 && { errors }) };
}
