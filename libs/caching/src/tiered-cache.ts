import type { Prediction } from '#libs/prediction';
import { PredictionCache, type CacheEntry, type CacheTier } from './prediction-cache.js';

/** Two caches as one: what the near one does not have, the far one is asked for, and the near one keeps. */
export class TieredCache extends PredictionCache {
  constructor(
    private readonly near: PredictionCache,
    private readonly far: PredictionCache,
  ) {
    super();
  }

  get tiers(): readonly CacheTier[] {
    return [...this.near.tiers, ...this.far.tiers];
  }

  async getMany(keys: readonly string[]): Promise<(Prediction | undefined)[]> {
    const found = await this.near.getMany(keys);
    const missing = keys.filter((_, index) => !found[index]);
    if (missing.length === 0) return found;
    const farther = (await this.far.getMany(missing)).values();
    const fetched: CacheEntry[] = [];
    const all = keys.map((key, index) => {
      const near = found[index];
      if (near) return near;
      const prediction = farther.next().value;
      if (prediction) fetched.push({ key, prediction });
      return prediction;
    });
    if (fetched.length > 0) this.near.setMany(fetched);
    return all;
  }

  setMany(entries: readonly CacheEntry[]): void {
    this.near.setMany(entries);
    this.far.setMany(entries);
  }

  async close(): Promise<void> {
    await Promise.all([this.near.close(), this.far.close()]);
  }
}
