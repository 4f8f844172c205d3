import type { Clock } from '#libs/clock';

/** Slower senders are cut. A client on the worst mobile connection sends 1 kB a second. */
const MIN_BYTES_PER_SECOND = 500;
/** How long a sender may be silent. */
const GRACE_MS = 5_000;
const CHECK_INTERVAL_MS = 500;

/**
 * Watches the rate at which the bytes of a body arrive. A sender has a credit of some seconds, which passes with time and
 * grows with each byte, up to its first size. A check counts at most its interval, so that a pause of this process, in
 * which bytes wait unread, is not held against the sender.
 */
export class MinimumRate {
  private creditMs = GRACE_MS;
  private cancelCheck: () => void = () => {};

  /** @param onTooSlow called once, when the credit is used up */
  constructor(
    private readonly clock: Clock,
    private readonly onTooSlow: () => void,
  ) {
    this.scheduleCheck();
  }

  received(bytes: number): void {
    this.creditMs = Math.min(GRACE_MS, this.creditMs + (bytes / MIN_BYTES_PER_SECOND) * 1_000);
  }

  stop(): void {
    this.cancelCheck();
  }

  private scheduleCheck(): void {
    this.cancelCheck = this.clock.after(CHECK_INTERVAL_MS, () => {
      this.creditMs -= CHECK_INTERVAL_MS;
      if (this.creditMs > 0) this.scheduleCheck();
      else this.onTooSlow();
    });
  }
}
