import type { Prediction } from '#libs/prediction';
import { PredictionCache, type CacheTier } from './prediction-cache.js';

/** The cache that is switched off. */
export class NullCache extends PredictionCache {
  override readonly enabled = false;
  readonly tiers: readonly CacheTier[] = [];

  getMany(keys: readonly string[]): Promise<(Prediction | undefined)[]> {
    return Promise.resolve(keys.map(() => undefined));
  }

  setMany(): void {}

  close(): Promise<void> {
    return Promise.resolve();
  }
}
