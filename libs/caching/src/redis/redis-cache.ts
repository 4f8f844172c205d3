import type { Prediction } from '#libs/prediction';
import { countLookups, createCounters } from '../counting.js';
import { PredictionCache, type CacheEntry, type CacheTier } from '../prediction-cache.js';
import { decodePrediction, encodePrediction } from '../stored-prediction.js';
import { RedisConnection, type RedisConnectionOptions } from './redis-connection.js';

export interface RedisCacheOptions extends RedisConnectionOptions {
  readonly ttlSeconds: number;
}

/** Entries that may wait to be written; some 100 bytes each. */
const MAX_WAITING = 10_000;
const MAX_WRITTEN_TOGETHER = 256;

/** Predictions in Redis, for all pods, for as long as Redis keeps them. */
export class RedisCache extends PredictionCache {
  private readonly connection: RedisConnection;
  private readonly counters = createCounters();
  private pendingWrites: CacheEntry[] = [];
  private writing = false;

  constructor(private readonly options: RedisCacheOptions) {
    super();
    this.connection = new RedisConnection(options);
  }

  get tiers(): readonly CacheTier[] {
    const reason = this.connection.downReason;
    const state = reason === undefined ? ({ status: 'up' } as const) : ({ status: 'down', reason } as const);
    return [{ name: 'redis', state, counters: this.counters }];
  }

  async getMany(keys: readonly string[]): Promise<(Prediction | undefined)[]> {
    const nothing = () => keys.map(() => undefined);
    if (keys.length === 0) return [];
    if (this.connection.downReason !== undefined) {
      this.counters.skipped += keys.length;
      return nothing();
    }
    let values: Buffer[];
    try {
      values = await this.connection.getMany(keys);
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
    const room = this.connection.downReason === undefined ? MAX_WAITING - this.pendingWrites.length : 0;
    this.pendingWrites.push(...entries.slice(0, room));
    this.counters.dropped += Math.max(0, entries.length - room);
    if (!this.writing) void this.write();
  }

  close(): Promise<void> {
    this.connection.close();
    return Promise.resolve();
  }

  /** One write at a time: what comes meanwhile goes together into the next. */
  private async write(): Promise<void> {
    this.writing = true;
    while (this.pendingWrites.length > 0) {
      const entries = this.pendingWrites.splice(0, MAX_WRITTEN_TOGETHER);
      const values = entries.map(({ key, prediction }) => {
        return { key, value: encodePrediction(key, prediction) };
      });
      const stored =
        this.connection.downReason === undefined ? await this.connection.setMany(values, this.options.ttlSeconds) : 0;
      this.counters.stored += stored;
      this.counters.dropped += entries.length - stored;
    }
    this.writing = false;
  }
}
