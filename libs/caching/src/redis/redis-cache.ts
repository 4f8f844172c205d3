import type { Prediction } from '#libs/prediction';
import { createCounters } from '../counting.js';
import { PredictionCache, type CacheEntry, type CacheTier } from '../prediction-cache.js';
import { decodePrediction, encodePrediction } from '../stored-prediction.js';
import { toTierState } from './redis-state.js';
import type { ReadResult, ReadValue, RedisClient } from './redis-client.js';

/** Entries that may wait to be written; some 100 bytes each. */
const MAX_WAITING = 10_000;
const MAX_WRITTEN_TOGETHER = 256;

/** Predictions in Redis, for all pods, for as long as Redis keeps them. */
export class RedisCache extends PredictionCache {
  private readonly counters = createCounters();
  private pendingWrites: CacheEntry[] = [];
  private writing = false;

  constructor(private readonly client: RedisClient) {
    super();
  }

  get tiers(): readonly CacheTier[] {
    return [{ name: 'redis', state: toTierState(this.client.state), counters: this.counters }];
  }

  async getMany(keys: readonly string[]): Promise<(Prediction | undefined)[]> {
    if (keys.length === 0) return [];
    const values = await this.client.getMany(keys);
    return keys.map((key, index) => this.readResult(key, values[index] ?? 'failed'));
  }

  setMany(entries: readonly CacheEntry[]): void {
    const room = this.isWritable ? MAX_WAITING - this.pendingWrites.length : 0;
    this.pendingWrites.push(...entries.slice(0, room));
    this.counters.dropped += Math.max(0, entries.length - room);
    if (!this.writing) void this.write();
  }

  close(): Promise<void> {
    this.client.close();
    return Promise.resolve();
  }

  private get isWritable(): boolean {
    const { status } = this.client.state;
    return status === 'up' || status === 'partial';
  }

  private readResult(key: string, result: ReadResult): Prediction | undefined {
    if (result === 'skipped') this.counters.skipped++;
    if (result === 'failed') this.counters.errors++;
    if (typeof result === 'string') return undefined;
    const prediction = result.value.length === 0 ? undefined : this.decode(key, result);
    if (prediction) this.counters.hits++;
    else this.counters.misses++;
    return prediction;
  }

  /** A value that fails its check is a miss. */
  private decode(key: string, { value, source }: ReadValue): Prediction | undefined {
    const prediction = decodePrediction(key, value);
    source.noteValue(key, prediction !== undefined);
    return prediction;
  }

  /** One write at a time: what comes meanwhile goes together into the next. */
  private async write(): Promise<void> {
    this.writing = true;
    while (this.pendingWrites.length > 0) {
      const entries = this.pendingWrites.splice(0, MAX_WRITTEN_TOGETHER);
      const values = entries.map(({ key, prediction }) => {
        return { key, value: encodePrediction(key, prediction) };
      });
      const stored = this.isWritable ? await this.client.setMany(values) : 0;
      this.counters.stored += stored;
      this.counters.dropped += entries.length - stored;
    }
    this.writing = false;
  }
}
