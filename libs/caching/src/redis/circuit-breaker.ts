import type { Clock } from '#libs/clock';
import { RedisConnectionError, toError } from './redis-errors.js';

export interface CircuitBreakerOptions {
  readonly clock: Clock;
  /** Consecutive failures that open the circuit. */
  readonly failuresToOpen: number;
  /** Time between two probes while the circuit is open. */
  readonly probeIntervalMs: number;
  /** Sends a request like that of a caller; rejects when a caller would fail. */
  readonly probe: () => Promise<unknown>;
  /** Called with the cause when the circuit opens, and when a probe fails. */
  readonly onOpen: (cause: Error) => void;
  /** Called when the circuit closes. */
  readonly onClose: () => void;
  /** Why the circuit is open in the beginning; undefined when it starts closed. */
  readonly initialCause: Error | undefined;
}

/**
 * A circuit breaker: callers do not wait for a server that does not answer. While the circuit is open, only the breaker's
 * own probes are sent, until one succeeds (half-open). While the circuit is closed, all calls are sent, until a number of
 * consecutive calls has failed. So an outage costs callers up to that number of time limits when it begins, and nothing
 * afterwards. (In opossum a caller's own request is the probe, and waits for its time limit.)
 */
export class CircuitBreaker {
  private cause: Error | undefined;
  private failures = 0;
  private lastFailureMs = Number.NEGATIVE_INFINITY;
  private stopped = false;
  private cancelProbe: () => void = () => {};

  constructor(private readonly options: CircuitBreakerOptions) {
    this.cause = options.initialCause;
  }

  /** Why the circuit is open; undefined while it is closed. */
  get openCause(): Error | undefined {
    return this.cause;
  }

  /**
   * Counts the end of a call. Calls that fail together count as one failure: one stall fails every call that is under
   * way.
   */
  record(beganMs: number, failure?: Error): void {
    if (this.cause !== undefined) return;
    if (failure === undefined) {
      this.failures = 0;
    } else if (beganMs >= this.lastFailureMs) {
      this.lastFailureMs = this.options.clock.nowMs();
      if (++this.failures >= this.options.failuresToOpen) this.open(failure);
    }
  }

  /** Opens the circuit at once, or replaces the cause of an open one. */
  open(cause: Error): void {
    if (this.stopped) return;
    const wasClosed = this.cause === undefined;
    this.cause = cause;
    this.options.onOpen(cause);
    if (wasClosed) this.scheduleProbe();
  }

  /** Probes now instead of at the end of the interval. */
  probeNow(): void {
    this.cancelProbe();
    this.options.probe().then(
      () => {
        this.close();
      },
      (error: unknown) => {
        if (this.cause === undefined) return;
        this.open(toError(error));
        this.scheduleProbe();
      },
    );
  }

  /** Opens the circuit for good: no more probes. */
  stop(): void {
    this.cause = new RedisConnectionError('stopped');
    this.stopped = true;
    this.cancelProbe();
  }

  private close(): void {
    if (this.stopped || this.cause === undefined) return;
    this.cancelProbe();
    this.failures = 0;
    this.cause = undefined;
    this.options.onClose();
  }

  private scheduleProbe(): void {
    if (this.stopped) return;
    this.cancelProbe();
    this.cancelProbe = this.options.clock.after(this.options.probeIntervalMs, () => {
      this.probeNow();
    });
  }
}
