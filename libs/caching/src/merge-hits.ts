import { type TextOutcome, isFailure, type Prediction } from '#libs/prediction';
import type { CacheEntry } from './prediction-cache.js';

/**
 * Puts cached predictions and the outcomes of the misses together, in the order of the request.
 *
 * @param cached one element for each text; undefined for a miss
 * @param missOutcomes the outcomes of the misses, in the order of the request
 */
export function mergeHits(
  cached: readonly (Prediction | undefined)[],
  missOutcomes: readonly TextOutcome[],
): TextOutcome[] {
  const next = missOutcomes.values();
  return cached.map((prediction) => {
    const outcome = prediction ?? next.next().value;
    if (!outcome) throw new Error('there are fewer outcomes than misses');
    return outcome;
  });
}

/** The new predictions, each key once. Failures are not stored: the next attempt may succeed. */
export function toEntries(
  keys: readonly string[],
  cached: readonly (Prediction | undefined)[],
  outcomes: readonly TextOutcome[],
): CacheEntry[] {
  const entries = new Map<string, CacheEntry>();
  outcomes.forEach((outcome, index) => {
    const key = keys[index];
    if (key === undefined || cached[index] || isFailure(outcome)) return;
    entries.set(key, { key, prediction: outcome });
  });
  return [...entries.values()];
}
