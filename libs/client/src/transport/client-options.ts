import type { ClientClock } from './client-clock.js';
import type { ClientError } from './client-error.js';

export interface SentimentClientOptions {
  /** Address below which the routes of the service are, for example `http://localhost:8000`. */
  readonly url: string;
  /** Sent as `Authorization: Bearer <key>`. */
  readonly apiKey?: string | undefined;
  /** Longest time of one attempt, in milliseconds; a whole number. The service gives up after it too. Default: 60,000. */
  readonly timeoutMs?: number | undefined;
  /** Longest time of attempts without a success of any call, in milliseconds. Default: 60,000. */
  readonly maxRetryMs?: number | undefined;
  /** Most attempts of one call; of a stream, without an answer between them. Default: 200. */
  readonly maxAttempts?: number | undefined;
  /** Upper bounds of the random delays between attempts, in milliseconds: of the first one, and of all. Default: 500, 10,000. */
  readonly baseDelayMs?: number | undefined;
  readonly maxDelayMs?: number | undefined;
  /** Calls at the same time: in the beginning, and at most. Default: 8, 16. */
  readonly initialConcurrency?: number | undefined;
  readonly maxConcurrency?: number | undefined;
  /** Called before each wait for another attempt. */
  readonly onRetry?: ((error: ClientError, delayMs: number) => void) | undefined;
  readonly fetch?: typeof globalThis.fetch | undefined;
  readonly clock?: ClientClock | undefined;
  /** A number from 0 to 1, without 1. Default: Math.random. */
  readonly random?: (() => number) | undefined;
  /** Milliseconds since 1970. Default: Date.now. */
  readonly epochMs?: (() => number) | undefined;
}

export interface CallOptions {
  /** Ends the call with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
  /** Longest time of the whole call with all attempts and waits, in milliseconds. Default: no limit. */
  readonly totalTimeoutMs?: number | undefined;
  /** Takes the place of the client's. */
  readonly maxRetryMs?: number | undefined;
  /** Whether an error that could go away is worth another attempt. `failures`: attempts that failed so far. */
  readonly shouldRetry?: ((error: ClientError, failures: number) => boolean) | undefined;
}
