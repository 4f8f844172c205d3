import type { Clock } from '#libs/clock';

export interface CircuitBreakerOptions {
  readonly clock: Clock;
  /** Failures in a row from which it opens. */
  readonly failuresToOpen: number;
  /** Time between two trials while it is open. */
  readonly probeIntervalMs: number;
  /** Asks the other side what a caller would ask; rejects when a caller would fail. */
  readonly probe: () => Promise<unknown>;
  /** Told whenever it opens, and whenever a trial fails, with the reason. */
  readonly onOpen: (reason: string) => void;
  /** Told when it closes. */
  readonly onClose: () => void;
}

/**
 * Keeps callers from waiting for somebody who does not answer. Open, it lets nobody through but its own trials, until
 * one succeeds; closed, it lets everybody through until some in a row have failed. So an outage costs callers a time
 * limit when it begins and nothing after. It starts open.
 */
export class CircuitBreaker {
  private currentOpenReason: string | undefined = 'not connected yet';
  private failures = 0;
  private lastFailureMs = Number.NEGATIVE_INFINITY;
  private stopped = false;
  private cancelProbe: () => void = () => {};

  constructor(private readonly options: CircuitBreakerOptions) {}

  /** Why nobody is let through; undefined when everybody is. */
  get openReason(): string | undefined {
    return this.currentOpenReason;
  }

  /**
   * Counts how a call ended that was let through. Calls that failed together are one failure: one stall is enough to
   * fail all that are under way.
   */
  record(beganMs: number, failure?: string): void {
    if (this.currentOpenReason !== undefined) return;
    if (failure === undefined) {
      this.failures = 0;
    } else if (beganMs >= this.lastFailureMs) {
      this.lastFailureMs = this.options.clock.nowMs();
      if (++this.failures >= this.options.failuresToOpen) this.open(failure);
    }
  }

  /** Opens it at once, or changes the reason why it is open. */
  open(reason: string): void {
    if (this.stopped) return;
    const wasClosed = this.currentOpenReason === undefined;
    this.currentOpenReason = reason;
    this.options.onOpen(reason);
    if (wasClosed) this.scheduleProbe();
  }

  /** Tries now instead of at the end of the interval. */
  probeNow(): void {
    this.cancelProbe();
    this.options.probe().then(
      () => {
        this.close();
      },
      (error: unknown) => {
        if (this.currentOpenReason === undefined) return;
        this.open(error instanceof Error ? error.message : String(error));
        this.scheduleProbe();
      },
    );
  }

  /** No more trials, and nobody is let through. */
  stop(): void {
    this.currentOpenReason = 'stopped';
    this.stopped = true;
    this.cancelProbe();
  }

  private close(): void {
    if (this.stopped || this.currentOpenReason === undefined) return;
    this.cancelProbe();
    this.failures = 0;
    this.currentOpenReason = undefined;
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
