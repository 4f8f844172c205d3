/**
 * Every way in which the service refuses or fails a request. The HTTP side maps each kind to one status and one
 * problem type, in one table (`apps/api/src/http/errors`).
 */
export type ErrorKind =
  | 'malformed-request'
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
  | 'model-loading'
  | 'model-unavailable'
  | 'text-failed'
  | 'text-refused'
  | 'overloaded'
  | 'rate-limited'
  | 'deadline-exceeded'
  | 'client-left'
  | 'internal';

/** One faulty place in the request. */
export interface Fault {
  /** JSON pointer (RFC 6901) into the request body. */
  readonly pointer: string;
  /** What is wrong there, without quoting the text. */
  readonly detail: string;
}

export interface ServiceErrorOptions {
  /** The faulty places, in request order. */
  readonly faults?: readonly Fault[];
  /** Seconds after which a retry makes sense. */
  readonly retryAfterSeconds?: number;
  /** Until the work would have been done, in milliseconds. */
  readonly estimatedWaitMs?: number;
}

/** The one error type of the service. `message` is shown to clients: it never holds text, a path or a stack. */
export class ServiceError extends Error {
  readonly kind: ErrorKind;
  readonly faults: readonly Fault[];
  readonly retryAfterSeconds: number | undefined;
  readonly estimatedWaitMs: number | undefined;

  constructor(kind: ErrorKind, message: string, options: ServiceErrorOptions = {}) {
    super(message);
    this.name = 'ServiceError';
    this.kind = kind;
    this.faults = options.faults ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.estimatedWaitMs = options.estimatedWaitMs;
  }
}
