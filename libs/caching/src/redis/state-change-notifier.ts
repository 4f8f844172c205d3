import type { Clock } from '#libs/clock';
import type { TierState } from '../prediction-cache.js';

export interface AnnouncementsOptions {
  readonly clock: Clock;
  /** Time between two announcements that it is down. */
  readonly quietMs: number;
  readonly report: (state: TierState) => void;
}

/**
 * Tells of changes, once each; and of a connection that comes and goes all the time only now and then, and how it
 * stands in the end.
 */
export class Announcements {
  private told: TierState['status'] | undefined;
  private state: TierState | undefined;
  private downToldMs = Number.NEGATIVE_INFINITY;
  private cancelLater: () => void = () => {};

  constructor(private readonly options: AnnouncementsOptions) {}

  /** Notes how it stands now. */
  note(state: TierState): void {
    this.state = state;
    this.tell();
  }

  stop(): void {
    this.cancelLater();
  }

  private tell(): void {
    const { state } = this;
    const { clock, quietMs, report } = this.options;
    this.cancelLater();
    if (!state || state.status === this.told) return;
    const nowMs = clock.nowMs();
    const waitMs = this.downToldMs + quietMs - nowMs;
    if (state.status === 'down' && waitMs > 0) {
      this.cancelLater = clock.after(waitMs, () => {
        this.tell();
      });
      return;
    }
    if (state.status === 'down') this.downToldMs = nowMs;
    this.told = state.status;
    report(state);
  }
}
