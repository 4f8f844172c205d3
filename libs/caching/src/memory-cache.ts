import { LRUCache } from 'lru-cache';
import type { Clock } from '#libs/clock';
import type { Prediction } from '#libs/prediction';
import { countLookups, createCounters } from './counting.js';
import { PredictionCache, type CacheEntry, type CacheTier } from './prediction-cache.js';
import { decodePrediction, encodePrediction } from './stored-prediction.js';

export interface MemoryCacheOptions {
  readonly maxBytes: number;
  readonly ttlSeconds: number;
  readonly clock: Clock;
}

/**
 * What an entry takes of the process besides its value (measured): 150 bytes of key and places in the list, and the
 * garbage of evicted ones, of which V8 lets gather more than there is of living ones before it collects.
 */
const BYTES_PER_ENTRY = 400;

/**
 * Predictions in this process, the ones that were used last. Each is kept as one short string of its stored bytes: as
 * an object with a typed array it took twice the memory.
 */
export class MemoryCache extends PredictionCache {
  private readonly stored: LRUCache<string, string>;
  private readonly counters = createCounters();

  constructor({ maxBytes, ttlSeconds, clock }: MemoryCacheOptions) {
    super();
    this.stored = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: (value) => BYTES_PER_ENTRY + value.length,
      ttl: ttlSeconds * 1_000,
      // Else it remembers the time for a millisecond, by a timer of its own.
      ttlResolution: 0,
      // It takes 0 for never.
      perf: { now: () => clock.nowMs() + 1 },
    });
  }

  get tiers(): readonly CacheTier[] {
    return [{ name: 'memory', state: { status: 'up' }, counters: this.counters }];
  }

  getMany(keys: readonly string[]): Promise<(Prediction | undefined)[]> {
    const found = keys.map((key) => {
      const value = this.stored.get(key);
      return value === undefined ? undefined : decodePrediction(key, Buffer.from(value, 'latin1'));
    });
    countLookups(this.counters, found);
    return Promise.resolve(found);
  }

  setMany(entries: readonly CacheEntry[]): void {
    for (const { key, prediction } of entries) {
      this.stored.set(key, encodePrediction(key, prediction).toString('latin1'));
    }
    this.counters.stored += entries.length;
  }

  close(): Promise<void> {
    this.stored.clear();
    return Promise.resolve();
  }
}
