import type { SentimentClientOptions } from './client-options.js';

/** A stream waits twice the time of an attempt, and timers of JavaScript end at once after a delay of 2^31 ms. */
const MAX_TIMEOUT_MS = 1_000_000_000;

/** @throws RangeError naming the first option that is not valid */
export function checkNumbers(options: SentimentClientOptions): void {
  const { timeoutMs = 1, initialConcurrency = 1, maxConcurrency = 1, maxAttempts = 1 } = options;
  const { maxRetryMs = 0, baseDelayMs = 0, maxDelayMs = 0 } = options;
  for (const [name, value] of Object.entries({ initialConcurrency, maxConcurrency, maxAttempts })) {
    if (!Number.isInteger(value) || value < 1) throw new RangeError(`${name} must be a whole number from 1 on`);
  }
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > MAX_TIMEOUT_MS) {
    throw new RangeError(`timeoutMs must be a whole number from 1 to ${MAX_TIMEOUT_MS}`);
  }
  for (const [name, value] of Object.entries({ maxRetryMs, baseDelayMs, maxDelayMs })) {
    if (!(value >= 0)) throw new RangeError(`${name} must be a number from 0 on`);
  }
}
