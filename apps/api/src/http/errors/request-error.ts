import type { PredictionError, PredictionErrorKind } from '#libs/prediction';

/** Every way in which the HTTP side refuses or fails a request. */
export type RequestErrorKind =
  | 'malformed-request'
  | 'unsupported-transfer-coding'
  | 'expectation-failed'
  | 'headers-too-large'
  | 'request-too-slow'
  | 'malformed-body'
  | 'malformed-header'
  | 'body-too-large'
  | 'unsupported-media-type'
  | 'invalid-request'
  | 'unauthorized'
  | 'not-found'
  | 'method-not-allowed'
  | 'text-failed'
  | 'text-refused'
  | 'unsupported-language'
  | 'rate-limited'
  | 'internal'
  | 'shutting-down';

/** Every kind of problem that a client can get. */
export type ErrorKind = PredictionErrorKind | RequestErrorKind;

/** One place in the request body that has a fault. */
export interface BodyFault {
  /** JSON pointer (RFC 6901) into the request body. */
  readonly pointer: string;
  /** What is wrong there; never quotes the text. */
  readonly detail: string;
}

export interface RequestErrorOptions {
  /** The places with a fault, in request order. */
  readonly faults?: readonly BodyFault[];
  /** Seconds after which a retry makes sense. */
  readonly retryAfterSeconds?: number;
}

/** The error type of the HTTP side. `message` is shown to clients: it never holds text, a path or a stack. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly faults: readonly BodyFault[];
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly kind: RequestErrorKind,
    message: string,
    options: RequestErrorOptions = {},
  ) {
    super(message);
    this.faults = options.faults ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** An error that has a row in PROBLEM_TABLE. */
export type ServiceError = PredictionError | RequestError;
