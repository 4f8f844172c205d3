import type { FaultyPlace } from '../openapi/api-types.js';

/** Ways in which a call fails without a usable answer. */
export type TransportFault = 'connection-failed' | 'timed-out' | 'broken-answer' | 'redirected';

/** Of a failed call; the service may have other kinds. */
export type ClientErrorKind = TransportFault | (string & Record<never, never>);

/** What is known of a failed call. */
export interface ClientErrorFacts {
  /**
   * The kind of the service's problem, for example `text-refused`; `http-<status>` for an answer without one; a
   * `TransportFault` without an answer.
   */
  readonly kind: ClientErrorKind;
  /** HTTP status; undefined without an answer. */
  readonly status?: number | undefined;
  /** Title and detail of the problem (RFC 9457). */
  readonly title?: string | undefined;
  readonly detail?: string | undefined;
  /** The faulty places of the body, as the service lists them: at most 100. */
  readonly errors?: readonly FaultyPlace[];
  /** The model that answered, `<name>@<first digits of its digest>`, if it did. */
  readonly model?: string | undefined;
  /** Shortest time before the next attempt, in milliseconds, if the service names one. */
  readonly retryAfterMs?: number | undefined;
  /** The error that `fetch` gave. */
  readonly cause?: unknown;
}

/** The same in each copy of this module: ESM and CJS have one each. */
const BRAND = Symbol.for('@sentiment-service/client.ClientError');

/** A call of the service that failed. The message is one sentence; it holds neither a text nor the API key. */
export class ClientError extends Error implements ClientErrorFacts {
  override readonly name = 'ClientError';
  readonly kind: ClientErrorKind;
  readonly status: number | undefined;
  readonly title: string | undefined;
  readonly detail: string | undefined;
  readonly errors: readonly FaultyPlace[];
  readonly model: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, facts: ClientErrorFacts) {
    const { kind, status, title, detail, errors = [], model, retryAfterMs, cause } = facts;
    super(message, cause === undefined ? undefined : { cause });
    Object.defineProperty(this, BRAND, { value: true });
    this.kind = kind;
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.errors = errors;
    this.model = model;
    this.retryAfterMs = retryAfterMs;
  }

  /** Whether a value is a ClientError, also one of the other module format of this package. */
  static override [Symbol.hasInstance](value: unknown): value is ClientError {
    // A class that extends this one inherits the method.
    if (this !== ClientError) return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}
