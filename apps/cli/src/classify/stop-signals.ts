/** Exit codes of a process that a signal ended, as shells have them. */
const EXIT_CODES: Readonly<Record<string, number>> = { SIGINT: 130, SIGTERM: 143 };

/** Notes the signals that ask a run to stop: the run writes what it has read, and a second signal ends it at once. */
export class StopSignals {
  private received: string | undefined;
  private readonly listeners = new Map<string, () => void>();

  /** @param onStop called at the first signal */
  constructor(onStop: () => void) {
    for (const signal of Object.keys(EXIT_CODES)) {
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
    return this.received === undefined ? undefined : EXIT_CODES[this.received];
  }

  /** Signals end the process again. */
  remove(): void {
    for (const [signal, listener] of this.listeners) process.off(signal, listener);
  }
}
