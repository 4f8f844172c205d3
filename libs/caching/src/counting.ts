import type { Prediction } from '#libs/prediction';
import type { CacheCounters } from './prediction-cache.js';

/** A tier's counters, while they count. */
export type MutableCounters = { -readonly [Name in keyof CacheCounters]: number };

export function createCounters(): MutableCounters {
  return { hits: 0, misses: 0, errors: 0, skipped: 0, stored: 0, dropped: 0 };
}

export function countLookups(counters: MutableCounters, found: readonly (Prediction | undefined)[]): void {
  for (const prediction of found) {
    if (prediction) counters.hits++;
    else counters.misses++;
  }
}
