import { SIGNAL_EXIT_CODES } from '../signal-exit-codes.js';

/** Notes the signals that ask a run to stop: the run writes what it has read, and a second signal ends it at once. */
export class StopSignals {
  private received: NodeJS.Signals | undefined;
  private readonly listeners = new Map<NodeJS.Signals, () => void>();

  /** @param onStop called at the first signal */
  constructor(onStop: () => void) {
    for (const signal of SIGNAL_EXIT_CODES.keys()) {
      const listener = () => {
        this.received = signal;
        this.remove();
        onStop();
      };
      this.listeners.set(signal, listener);
      process.once(signal, listener);
    }
  }

  get isReceived(): boolean {
    return this.received !== undefined;
  }

  /** The exit code for the signal; undefined when none came. */
  get exitCode(): number | undefined {
    return this.received === undefined ? undefined : SIGNAL_EXIT_CODES.get(this.received);
  }

  /** Signals end the process again. */
  remove(): void {
    for (const [signal, listener] of this.listeners) process.off(signal, listener);
  }
}
