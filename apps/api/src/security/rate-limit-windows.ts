import type { ThrottlerStorage } from '@nestjs/throttler';
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

interface Window {
  readonly endsMs: number;
  hits: number;
}

/**
 * Fixed windows in this process's memory; a fleet's limits belong to its gateway. (The throttler's own storage keeps a
 * timer for every request, and as many clients as come.)
 */
export class RateLimitWindows implements ThrottlerStorage {
  private readonly windows = new LRUCache<string, Window>({
    max: MAX_CLIENTS,
    maxSize: MAX_BYTES,
    sizeCalculation: (_, key) => BYTES_PER_CLIENT + key.length * MAX_BYTES_PER_CHARACTER,
  });

  constructor(private readonly clock: Clock) {}

  /** Counts a request. @param ttl length of a window in milliseconds. Times in the answer are whole seconds. */
  increment(key: string, ttl: number, limit: number): ReturnType<ThrottlerStorage['increment']> {
    const nowMs = this.clock.nowMs();
    let window = this.windows.get(key);
    if (!window || window.endsMs <= nowMs) {
      window = { endsMs: nowMs + ttl, hits: 0 };
      this.windows.set(key, window);
    }
    window.hits++;
    // Rounded first: a clock with fractions makes 3,000 ms 3,000.0000000002 of them, and four seconds.
    const timeToExpire = Math.ceil(Math.round(window.endsMs - nowMs) / MS_PER_SECOND);
    const isBlocked = window.hits > limit;
    return Promise.resolve({
      totalHits: window.hits,
      timeToExpire,
      isBlocked,
      timeToBlockExpire: isBlocked ? timeToExpire : 0,
    });
  }
}
