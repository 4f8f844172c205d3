import type { FaultyPlace } from '../openapi/api-types.js';

/** Ways in which a call fails without a usable answer. */
export type TransportFault = 'connection-failed' | 'timed-out' | 'broken-answer' | 'redirected';

/** What is known of a failed call. */
export interface ClientErrorFacts {
  /**
   * The kind of the service's problem, for example `text-refused`; `http-<status>` for an answer without one; a
   * `TransportFault` without an answer.
   */
  readonly kind: string;
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
  readonly kind: string;
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
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  /** @param fault the reason that `fetch` gives */
  static fromFetch(fault: unknown): ClientError {
    return new ClientError(`the service cannot be reached: ${findReason(fault)}`, {
      kind: 'connection-failed',
      cause: fault,
    });
  }

  static fromTimeout(timeoutMs: number): ClientError {
    return new ClientError(`the service did not answer within ${timeoutMs} ms`, { kind: 'timed-out' });
  }

  /** @param lastFailure of an attempt of the call */
  static fromTotalTimeout(totalTimeoutMs: number, lastFailure: ClientError | undefined): ClientError {
    const reason = lastFailure ? `; the last failed attempt: ${lastFailure.message}` : '';
    return new ClientError(`the call did not end within ${totalTimeoutMs} ms${reason}`, { kind: 'timed-out' });
  }

  /** @param answers number of answers before the end */
  static fromCutStream(answers: number): ClientError {
    return new ClientError(`the answer to a request with lines was cut after ${answers} of them`, {
      kind: 'connection-failed',
    });
  }

  static fromHiddenRedirect(): ClientError {
    return new ClientError('the service answered with a redirection, which this client does not follow', {
      kind: 'redirected',
    });
  }

  /** @param fault a clause about the answer */
  static fromBrokenAnswer(fault: string): ClientError {
    return new ClientError(`the answer is not one of the sentiment service: ${fault}`, { kind: 'broken-answer' });
  }
}

/** `fetch` of Node says only that it failed. Its cause has the reason, or only a code if every address of a host failed. */
function findReason(fault: unknown): string {
  if (!(fault instanceof Error)) return 'unknown reason';
  const { cause } = fault;
  if (!(cause instanceof Error)) return fault.message;
  if (cause.message !== '') return cause.message;
  return 'code' in cause ? String(cause.code) : fault.message;
}
