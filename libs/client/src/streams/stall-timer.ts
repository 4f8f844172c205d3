import type { ClientClock } from '../transport/client-clock.js';

/** Calls an action when something that is waited for does not come in time. */
export class StallTimer {
  private cancel: (() => void) | undefined;

  constructor(
    private readonly clock: ClientClock,
    private readonly limitMs: number,
    private readonly onStall: () => void,
  ) {}

  get isRunning(): boolean {
    return this.cancel !== undefined;
  }

  /** Gives the whole time again. */
  restart(): void {
    this.cancel?.();
    this.cancel = this.clock.after(this.limitMs, this.onStall);
  }

  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
  }
}
