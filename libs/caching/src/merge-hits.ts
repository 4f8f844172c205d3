import { type Classification, isFailure, type Prediction } from '#libs/prediction';
import type { CacheEntry } from './prediction-cache.js';

/**
 * Puts known predictions and new answers together, in the order of the request.
 *
 * @param hits one place a text; undefined for each text that had to be answered anew
 * @param misses the answers to those, in their order
 */
export function mergeHits(
  hits: readonly (Prediction | undefined)[],
  misses: readonly Classification[],
): Classification[] {
  const next = misses.values();
  return hits.map((prediction) => {
    const classification = prediction ?? next.next().value;
    if (!classification) throw new Error('fewer answers than texts that were asked for');
    return classification;
  });
}

/** What is new and worth keeping, each key once: a failure may be better luck next time. */
export function toEntries(
  keys: readonly string[],
  hits: readonly (Prediction | undefined)[],
  classifications: readonly Classification[],
): CacheEntry[] {
  const entries = new Map<string, CacheEntry>();
  classifications.forEach((classification, index) => {
    const key = keys[index];
    if (key === undefined || hits[index] || isFailure(classification)) return;
    entries.set(key, { key, prediction: classification });
  });
  return [...entries.values()];
}
