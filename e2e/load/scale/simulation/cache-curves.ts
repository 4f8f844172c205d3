import { characteristicRequests, warmHitRate, type PopularityBand } from './hit-rate.js';

const POINTS_PER_DECADE = 50;
const MAX_DECADES = 14;

/**
 * The hit rate of an LRU cache by the requests that it has had since it was empty.
 *
 * @param capacity items that the cache holds
 */
export function createHitCurve(bands: readonly PopularityBand[], capacity: number): (requests: number) => number {
  const full = characteristicRequests(bands, capacity);
  // A simulation asks for every second and pod: a table saves the sum over all bands.
  const table = Array.from({ length: MAX_DECADES * POINTS_PER_DECADE + 1 }, (_, point) =>
    warmHitRate(bands, Math.min(full, 10 ** (point / POINTS_PER_DECADE))),
  );
  return (requests) => {
    const at = Math.min(table.length - 1, Math.max(0, Math.log10(Math.max(1, requests)) * POINTS_PER_DECADE));
    const [low = 0, high = low] = [table[Math.floor(at)], table[Math.ceil(at)]];
    return low + (high - low) * (at - Math.floor(at));
  };
}
