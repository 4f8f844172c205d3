import type { Clock } from '#libs/clock';

export interface BreakerOptions {
  readonly clock: Clock;
  /** Failures in a row from which it opens. */
  readonly failuresToOpen: number;
  /** Time between two trials while it is open. */
  readonly trialIntervalMs: number;
  /** Asks the other side what a caller would ask; rejects when a caller would fail. */
  readonly trial: () => Promise<unknown>;
  /** Told whenever it opens, and whenever a trial fails, with the reason. */
  readonly onFailing: (reason: string) => void;
  /** Told when it closes. */
  readonly onClosed: () => void;
}

/**
 * Keeps callers from waiting for somebody who does not answer. Open, it lets nobody through but its own trials, until
 * one succeeds; closed, it lets everybody through until some in a row have failed. So an outage costs callers a time
 * limit when it begins and nothing after. It starts open.
 */
export class Breaker {
  private openReason: string | undefined = 'not connected yet';
  private failures = 0;
  private lastFailureMs = Number.NEGATIVE_INFINITY;
  private stopped = false;
  private cancelTrial: () => void = () => {};

  constructor(private readonly options: BreakerOptions) {}

  /** Why nobody is let through; undefined when everybody is. */
  get openBecause(): string | undefined {
    return this.openReason;
  }

  /**
   * Counts how a call ended that was let through. Calls that failed together are one failure: one stall is enough to
   * fail all that are under way.
   */
  ended(beganMs: number, failure?: string): void {
    if (this.openReason !== undefined) return;
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
    const wasClosed = this.openReason === undefined;
    this.openReason = reason;
    this.options.onFailing(reason);
    if (wasClosed) this.tryLater();
  }

  /** Tries now instead of at the end of the interval. */
  tryNow(): void {
    this.cancelTrial();
    this.options.trial().then(
      () => {
        this.close();
      },
      (error: unknown) => {
        if (this.openReason === undefined) return;
        this.open(error instanceof Error ? error.message : String(error));
        this.tryLater();
      },
    );
  }

  /** No more trials, and nobody is let through. */
  stop(): void {
    this.openReason = 'stopped';
    this.stopped = true;
    this.cancelTrial();
  }

  private close(): void {
    if (this.stopped || this.openReason === undefined) return;
    this.cancelTrial();
    this.failures = 0;
    this.openReason = undefined;
    this.options.onClosed();
  }

  private tryLater(): void {
    if (this.stopped) return;
    this.cancelTrial();
    this.cancelTrial = this.options.clock.after(this.options.trialIntervalMs, () => {
      this.tryNow();
    });
  }
}
