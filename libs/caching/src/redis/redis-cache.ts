import type { Prediction } from '#libs/prediction';
import { countLookups, startCounting } from '../counting.js';
import { PredictionCache, type CacheEntry, type CacheTier } from '../prediction-cache.js';
import { decodePrediction, encodePrediction } from '../stored-prediction.js';
import { RedisLink, type RedisLinkOptions } from './redis-connection.js';

export interface RedisCacheOptions extends RedisLinkOptions {
  readonly ttlSeconds: number;
}

/** Entries that may wait to be written; some 100 bytes each. */
const MAX_WAITING = 10_000;
const MAX_WRITTEN_TOGETHER = 256;

/** Predictions in Redis, for all pods, for as long as Redis keeps them. */
export class RedisCache extends PredictionCache {
  private readonly link: RedisLink;
  private readonly counters = startCounting();
  private waiting: CacheEntry[] = [];
  private writing = false;

  constructor(private readonly options: RedisCacheOptions) {
    super();
    this.link = new RedisLink(options);
  }

  get tiers(): readonly CacheTier[] {
    const reason = this.link.downBecause;
    const state = reason === undefined ? ({ status: 'up' } as const) : ({ status: 'down', reason } as const);
    return [{ name: 'redis', state, counters: this.counters }];
  }

  async getMany(keys: readonly string[]): Promise<(Prediction | undefined)[]> {
    const nothing = () => keys.map(() => undefined);
    if (keys.length === 0) return [];
    if (this.link.downBecause !== undefined) {
      this.counters.skipped += keys.length;
      return nothing();
    }
    let values: Buffer[];
    try {
      values = await this.link.getMany(keys);
    } catch {
      this.counters.errors += keys.length;
      return nothing();
    }
    const found = keys.map((key, index) => {
      const value = values[index];
      return value ? decodePrediction(key, value) : undefined;
    });
    countLookups(this.counters, found);
    return found;
  }

  setMany(entries: readonly CacheEntry[]): void {
    const room = this.link.downBecause === undefined ? MAX_WAITING - this.waiting.length : 0;
    this.waiting.push(...entries.slice(0, room));
    this.counters.dropped += Math.max(0, entries.length - room);
    if (!this.writing) void this.write();
  }

  close(): Promise<void> {
    this.link.close();
    return Promise.resolve();
  }

  /** One write at a time: what comes meanwhile goes together into the next. */
  private async write(): Promise<void> {
    this.writing = true;
    while (this.waiting.length > 0) {
      const entries = this.waiting.splice(0, MAX_WRITTEN_TOGETHER);
      const values = entries.map(({ key, prediction }) => {
        return { key, value: encodePrediction(key, prediction) };
      });
      const stored = this.link.downBecause === undefined ? await this.link.setMany(values, this.options.ttlSeconds) : 0;
      this.counters.stored += stored;
      this.counters.dropped += entries.length - stored;
    }
    this.writing = false;
  }
}
