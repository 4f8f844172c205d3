import { SIGNAL_EXIT_CODES } from './signal-exit-codes.js';

/**
 * Ends the process at SIGINT and SIGTERM, unless a command listens for the signal itself. The command is process 1 of a container
 * there, and Linux delivers no signal to process 1 that this process has no listener for.
 */
export function endOnSignals(): void {
  for (const [signal, code] of SIGNAL_EXIT_CODES) {
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(code);
    });
  }
}
