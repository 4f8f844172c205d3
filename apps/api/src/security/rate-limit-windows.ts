import { LRUCache } from 'lru-cache';
import type { Clock } from '#libs/clock';

/**
 * Bounds of the clients that are remembered: an attacker with many addresses or long names must not fill the memory. A
 * forgotten client begins a new window, and the ones that send most are forgotten last. 20,000 addresses hold 5 MB, and
 * the resident memory grows by 70 MB while 200,000 addresses pass (with 100,000 remembered: by 180 MB).
 */
const MAX_CLIENTS = 20_000;
const MAX_BYTES = 16 * 1024 * 1024;
/** What V8 and the cache need for a client besides the characters of its key: measured. */
const BYTES_PER_CLIENT = 250;
/** V8 stores a string that has characters past Latin-1 in two bytes each. */
const MAX_BYTES_PER_CHARACTER = 2;
const MS_PER_SECOND = 1_000;

export interface RateLimitOptions {
  readonly clock: Clock;
  /** Length of a window. */
  readonly windowMs: number;
}

interface Window {
  readonly endsMs: number;
  requests: number;
}

/** A client's present window. */
export interface RateLimitWindow {
  /** Requests of the client in this window, the counted one included. */
  readonly requests: number;
  /** Whole seconds until the window ends, at least 1. */
  readonly endsInSeconds: number;
}

/** Counts requests in fixed windows, in this process's memory. A fleet's limits belong to its gateway. */
export class RateLimitWindows {
  private readonly windows = new LRUCache<string, Window>({
    max: MAX_CLIENTS,
    maxSize: MAX_BYTES,
    sizeCalculation: (_, client) => BYTES_PER_CLIENT + client.length * MAX_BYTES_PER_CHARACTER,
  });

  constructor(private readonly options: RateLimitOptions) {}

  /** Counts a request of a client. A client without a window, or with one that has ended, begins a new one. */
  count(client: string): RateLimitWindow {
    const { clock, windowMs } = this.options;
    const nowMs = clock.nowMs();
    let window = this.windows.get(client);
    if (!window || window.endsMs <= nowMs) {
      window = { endsMs: nowMs + windowMs, requests: 0 };
      this.windows.set(client, window);
    }
    window.requests++;
    // Rounded first: a clock with fractions makes 3,000 ms 3,000.0000000002 of them, and four seconds.
    const endsInSeconds = Math.max(1, Math.ceil(Math.round(window.endsMs - nowMs) / MS_PER_SECOND));
    return { requests: window.requests, endsInSeconds };
  }
}
