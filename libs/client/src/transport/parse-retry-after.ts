const MS_PER_SECOND = 1_000;
/** A timer of a longer delay fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Reads a `Retry-After` (RFC 9110): seconds, or a date of HTTP.
 *
 * @param value null without the header
 * @param sentMs when the answer was sent, in milliseconds since 1970
 * @returns milliseconds to wait, from 0 to 2^31 - 1; undefined for a missing or invalid value
 */
export function parseRetryAfter(value: string | null, sentMs: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d+$/.test(text)) return limitDelay(Number(text) * MS_PER_SECOND);
  // Date.parse takes many other texts for dates.
  const dateMs = /^[A-Z][a-z]+, .* GMT$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(dateMs) ? undefined : limitDelay(dateMs - sentMs);
}

function limitDelay(delayMs: number): number {
  return Math.min(MAX_TIMER_MS, Math.max(0, delayMs));
}
