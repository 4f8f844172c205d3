import { IGNORED_SIGNALS } from './signals.js';

/** Logs one line for each signal that is ignored. */
export function logIgnoredSignals(logger: Pick<Console, 'log'>): void {
  for (const signal of IGNORED_SIGNALS) process.on(signal, () => logger.log(`the service ignores ${signal}`));
}
