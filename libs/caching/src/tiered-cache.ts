import type { Prediction } from '#libs/prediction';
import { PredictionCache, type CacheEntry, type CacheTier } from './prediction-cache.js';

/** Two cache levels: L1 misses are looked up in L2, and L2 hits are copied into L1. */
export class TieredCache extends PredictionCache {
  constructor(
    private readonly l1: PredictionCache,
    private readonly l2: PredictionCache,
  ) {
    super();
  }

  get tiers(): readonly CacheTier[] {
    return [...this.l1.tiers, ...this.l2.tiers];
  }

  async getMany(keys: readonly string[]): Promise<(Prediction | undefined)[]> {
    const found = await this.l1.getMany(keys);
    const missing = keys.filter((_, index) => !found[index]);
    if (missing.length === 0) return found;
    const l2Results = (await this.l2.getMany(missing)).values();
    const l2Hits: CacheEntry[] = [];
    const all = keys.map((key, index) => {
      const l1Hit = found[index];
      if (l1Hit) return l1Hit;
      const prediction = l2Results.next().value;
      if (prediction) l2Hits.push({ key, prediction });
      return prediction;
    });
    if (l2Hits.length > 0) this.l1.setMany(l2Hits);
    return all;
  }

  setMany(entries: readonly CacheEntry[]): void {
    this.l1.setMany(entries);
    this.l2.setMany(entries);
  }

  async close(): Promise<void> {
    await Promise.all([this.l1.close(), this.l2.close()]);
  }
}
