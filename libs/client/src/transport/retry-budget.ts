import type { ClientClock } from './client-clock.js';
import type { ClientError } from './client-error.js';
import type { CallOptions } from './client-options.js';
import type { RetryPolicy } from './retry-policy.js';
import type { RetryDelay } from './retry-waits.js';

export interface RetryBudgetOptions extends Pick<CallOptions, 'shouldRetry'> {
  readonly policy: RetryPolicy;
  readonly clock: ClientClock;
  /** Longest time of attempts without a success, in milliseconds. */
  readonly maxRetryMs: number;
  readonly maxAttempts: number;
  /** When any call of the client succeeded last, by the clock. */
  readonly getSucceededMs: () => number;
}

/** The attempts that one call has left. */
export class RetryBudget {
  private failures = 0;
  private firstFailureMs: number | undefined;

  constructor(private readonly options: RetryBudgetOptions) {}

  /**
   * An attempt failed.
   *
   * @returns the wait before the next attempt; undefined when there is none
   */
  spend(error: ClientError): RetryDelay | undefined {
    const { policy, clock, maxRetryMs, maxAttempts, getSucceededMs, shouldRetry } = this.options;
    const nowMs = clock.nowMs();
    this.firstFailureMs ??= nowMs;
    this.failures++;
    const leftMs = maxRetryMs - (nowMs - Math.max(this.firstFailureMs, getSucceededMs()));
    const delay = policy.chooseDelay(this.failures, error);
    const isOver = leftMs <= 0 || delay.leastMs > leftMs || this.failures >= maxAttempts;
    if (isOver || !policy.isRetryable(error) || shouldRetry?.(error, this.failures) === false) return undefined;
    // The last attempt is at the end of the time.
    return { ...delay, delayMs: Math.min(delay.delayMs, leftMs) };
  }

  /** A part of the call succeeded: the next failure is a first one. */
  renew(): void {
    this.failures = 0;
    this.firstFailureMs = undefined;
  }
}
