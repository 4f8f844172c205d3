import type { Clock } from '#libs/clock';
import type { TierState } from '../prediction-cache.js';

export interface StateChangeNotifierOptions {
  readonly clock: Clock;
  /** Shortest time between two notifications that the tier is down. */
  readonly debounceMs: number;
  readonly onChange: (state: TierState) => void;
}

/**
 * Notifies of each change of state once. Notifications of a connection that comes and goes are debounced: the last one
 * tells the final state.
 */
export class StateChangeNotifier {
  private notifiedStatus: TierState['status'] | undefined;
  private state: TierState | undefined;
  private downNotifiedMs = Number.NEGATIVE_INFINITY;
  private cancelLater: () => void = () => {};

  constructor(private readonly options: StateChangeNotifierOptions) {}

  /** Takes the present state. */
  note(state: TierState): void {
    this.state = state;
    this.notify();
  }

  stop(): void {
    this.cancelLater();
  }

  private notify(): void {
    const { state } = this;
    const { clock, debounceMs, onChange } = this.options;
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
    onChange(state);
  }
}
