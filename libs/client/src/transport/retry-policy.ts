import type { ClientError, TransportFault } from './client-error.js';
import type { RetryDelay } from './retry-waits.js';

export interface RetryPolicyOptions {
  /** Upper bound of the first delay, in milliseconds. Each further bound is twice the one before. */
  readonly baseDelayMs: number;
  /** Largest bound, in milliseconds. */
  readonly maxDelayMs: number;
  /** A number from 0 to 1, without 1. */
  readonly random: () => number;
}

/** Whether another attempt may end in another way. */
const TRANSPORT_FAULTS: ReadonlyMap<string, boolean> = new Map<TransportFault, boolean>([
  ['connection-failed', true],
  ['timed-out', true],
  ['broken-answer', true],
  ['redirected', false],
]);
/** Request too slow, too many requests, bad gateway, service unavailable, gateway timeout. */
const RETRYABLE_STATUSES: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);
/** Statuses whose `Retry-After` counts. */
const DELAYING_STATUSES: ReadonlySet<number> = new Set([429, 503]);
/** Statuses of a service that answers no request. */
const OUTAGE_STATUSES: ReadonlySet<number> = new Set([502, 503]);

/** Which failed calls are worth another attempt, and when: exponential backoff with full jitter. */
export class RetryPolicy {
  constructor(private readonly options: RetryPolicyOptions) {}

  /** Whether the same request may succeed later. */
  isRetryable({ kind, status }: Pick<ClientError, 'kind' | 'status'>): boolean {
    return TRANSPORT_FAULTS.get(kind) ?? (status !== undefined && RETRYABLE_STATUSES.has(status));
  }

  /**
   * The wait before the next attempt. Each delay that `Retry-After` does not decide is random, so that clients which failed together do
   * not come back together.
   *
   * @param failures failed attempts of the call, at least 1
   */
  chooseDelay(
    failures: number,
    { kind, status, retryAfterMs = 0 }: Pick<ClientError, 'kind' | 'status' | 'retryAfterMs'>,
  ): RetryDelay {
    const { baseDelayMs, maxDelayMs, random } = this.options;
    const boundMs = Math.min(maxDelayMs, baseDelayMs * 2 ** (failures - 1));
    const leastMs = status !== undefined && DELAYING_STATUSES.has(status) ? retryAfterMs : 0;
    const isOutage = TRANSPORT_FAULTS.has(kind) || (status !== undefined && OUTAGE_STATUSES.has(status));
    return { delayMs: Math.max(leastMs, random() * boundMs), leastMs, isOutage };
  }
}
