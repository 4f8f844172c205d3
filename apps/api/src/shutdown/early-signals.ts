/**
 * Handles signals from the first instruction on. `main.ts` imports this module before it loads anything else: process 1
 * of a container ignores a signal without a handler and would go on starting, and any other process would end by it.
 */
import { IGNORED_SIGNALS, SHUTDOWN_SIGNALS } from './signals.js';

/** Tells a parent process that it may send signals from now on. `apps/api/start.js` waits for it. */
const SIGNALS_HANDLED = 'signals-handled';

let requested = false;

function recordRequest(): void {
  requested = true;
}

function exit(): void {
  process.exit(0);
}

for (const signal of SHUTDOWN_SIGNALS) process.on(signal, recordRequest).on(signal, exit);
for (const signal of IGNORED_SIGNALS) process.on(signal, () => {});

if (process.send) {
  process.send(SIGNALS_HANDLED, () => {});
  // The parent has gone, and can send no signal any more.
  process.once('disconnect', () => process.emit('SIGTERM', 'SIGTERM'));
}

/** Whether a signal has asked for the end of the service. */
export function isShutdownRequested(): boolean {
  return requested;
}

/** To be called when the application handles the signals that end the service. */
export function handOverSignals(): void {
  for (const signal of SHUTDOWN_SIGNALS) process.removeListener(signal, exit);
}
