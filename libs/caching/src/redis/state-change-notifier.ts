import type { Clock } from '#libs/clock';
import type { TierState } from '../prediction-cache.js';

export interface StateChangeNotifierOptions {
  readonly clock: Clock;
  /** Time between two announcements that it is down. */
  readonly debounceMs: number;
  readonly report: (state: TierState) => void;
}

/**
 * Tells of changes, once each; and of a connection that comes and goes all the time only now and then, and how it
 * stands in the end.
 */
export class StateChangeNotifier {
  private notifiedStatus: TierState['status'] | undefined;
  private state: TierState | undefined;
  private downNotifiedMs = Number.NEGATIVE_INFINITY;
  private cancelLater: () => void = () => {};

  constructor(private readonly options: StateChangeNotifierOptions) {}

  /** Notes how it stands now. */
  note(state: TierState): void {
    this.state = state;
    this.notify();
  }

  stop(): void {
    this.cancelLater();
  }

  private notify(): void {
    const { state } = this;
    const { clock, debounceMs, report } = this.options;
    this.cancelLater();
    if (!state || state.status === this.notifiedStatus) return;
    const nowMs = clock.nowMs();
    const waitMs = this.downNotifiedMs + debounceMs - nowMs;
    if (state.status === 'down' && waitMs > 0) {
      this.cancelLater = clock.after(waitMs, () => {
        this.notify();
      });
      return;
    }
    if (state.status === 'down') this.downNotifiedMs = nowMs;
    this.notifiedStatus = state.status;
    report(state);
  }
}
