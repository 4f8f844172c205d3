import type { Clock } from '#libs/clock';
import type { RedisServerState } from './redis-state.js';

export interface StateChangeNotifierOptions {
  readonly clock: Clock;
  /** Shortest time between two notifications of a state other than `up`. */
  readonly debounceMs: number;
  /** @param before the status of the notification before; undefined for the first one */
  readonly onChange: (state: RedisServerState, before: RedisServerState['status'] | undefined) => void;
}

/**
 * Notifies of each change of state once. Notifications of a connection that comes and goes are debounced: the last one
 * tells the final state.
 */
export class StateChangeNotifier {
  private notifiedStatus: RedisServerState['status'] | undefined;
  private state: RedisServerState | undefined;
  private faultNotifiedMs = Number.NEGATIVE_INFINITY;
  private cancelLater: () => void = () => {};

  constructor(private readonly options: StateChangeNotifierOptions) {}

  /** Takes the present state. */
  note(state: RedisServerState): void {
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
    const waitMs = this.faultNotifiedMs + debounceMs - nowMs;
    if (state.status !== 'up' && waitMs > 0) {
      this.cancelLater = clock.after(waitMs, () => {
        this.notify();
      });
      return;
    }
    if (state.status !== 'up') this.faultNotifiedMs = nowMs;
    const before = this.notifiedStatus;
    this.notifiedStatus = state.status;
    onChange(state, before);
  }
}
