import type { ClientClock } from '../transport/client-clock.js';

/** Calls an action when something that is waited for does not come in time. */
export class StallTimer {
  private cancel: (() => void) | undefined;
  private isOver = false;

  constructor(
    private readonly clock: ClientClock,
    private readonly limitMs: number,
    private readonly onStall: () => void,
  ) {}

  get isRunning(): boolean {
    return this.cancel !== undefined;
  }

  /** Gives the whole time again, until `end`. */
  restart(): void {
    this.cancel?.();
    if (this.isOver) return;
    this.cancel = this.clock.after(this.limitMs, this.onStall);
  }

  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
  }

  /** Nothing is waited for any more: a timer would keep the process alive. */
  end(): void {
    this.isOver = true;
    this.stop();
  }
}
