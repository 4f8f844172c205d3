import { onAbort } from './abort-listeners.js';
import type { CallOptions } from './client-options.js';
import type { ClientClock } from './client-clock.js';
import type { ClientError } from './client-error.js';
import { createTotalTimeoutError } from './transport-errors.js';

/** Timers of JavaScript end at once after a longer delay: some 24 days are no limit. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** What ends a call early: the signal of its caller, and the limit of its whole time. */
export class CallScope {
  private readonly controller = new AbortController();
  private readonly endMs: number;
  private readonly release: () => void;
  private lastFailure: ClientError | undefined;

  constructor(
    { signal: outer, totalTimeoutMs }: Pick<CallOptions, 'signal' | 'totalTimeoutMs'>,
    private readonly clock: ClientClock,
  ) {
    if (totalTimeoutMs !== undefined && !(totalTimeoutMs > 0)) {
      throw new RangeError('totalTimeoutMs must be a number above 0');
    }
    this.endMs = clock.nowMs() + (totalTimeoutMs ?? Number.POSITIVE_INFINITY);
    const cancelTimer =
      totalTimeoutMs === undefined || totalTimeoutMs > MAX_TIMER_MS
        ? () => {}
        : clock.after(totalTimeoutMs, () => {
            this.controller.abort(createTotalTimeoutError(totalTimeoutMs, this.lastFailure));
          });
    const stopListening =
      outer &&
      onAbort(outer, () => {
        this.controller.abort(outer.reason);
      });
    this.release = () => {
      cancelTimer();
      stopListening?.();
    };
  }

  /** Aborted with the reason of the caller's signal, or with a ClientError `timed-out`. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Time until the limit, in milliseconds, at least 0; Infinity without a limit. */
  get leftMs(): number {
    return Math.max(0, this.endMs - this.clock.nowMs());
  }

  /** An attempt failed. The error at the time limit names the last one. */
  noteFailure(error: ClientError): void {
    this.lastFailure = error;
  }

  /** The call has ended. */
  end(): void {
    this.release();
  }

  /** The call has ended early: whatever still runs for it ends too. */
  cancel(reason: unknown): void {
    this.release();
    this.controller.abort(reason);
  }
}
