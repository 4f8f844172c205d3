/** Items of about the same popularity. */
export interface PopularityBand {
  readonly items: number;
  /** Probability that a request is for one certain item of the band. */
  readonly probability: number;
}

const RANKS_PER_BAND = 1.02;
const MAX_REQUESTS = 1e18;
const SEARCH_STEPS = 100;

/**
 * A Zipf popularity in bands, so that a catalog of millions of items needs some hundred terms.
 *
 * @param items in the catalog @param exponent of the Zipf popularity
 * @param uniqueShare of the requests that are for an item that comes once: no cache can answer them, but they take room in it
 */
export function toBands(items: number, exponent: number, uniqueShare = 0): PopularityBand[] {
  const bands: { items: number; weight: number }[] = [];
  for (let first = 1; first <= items;) {
    const last = Math.min(items, Math.max(first, Math.floor(first * RANKS_PER_BAND)));
    const count = last - first + 1;
    // The middle of a band stands for all of it.
    bands.push({ items: count, weight: count === 1 ? first ** -exponent : ((first + last) / 2) ** -exponent });
    first = last + 1;
  }
  const sum = bands.reduce((total, band) => total + band.items * band.weight, 0);
  return bands.map((band) => ({ items: band.items, probability: ((1 - uniqueShare) * band.weight) / sum }));
}

/** The share of the requests that an LRU cache answers which has seen `requests` requests and lost nothing yet. */
export function warmHitRate(bands: readonly PopularityBand[], requests: number): number {
  return bands.reduce((sum, { items, probability }) => {
    return sum - items * probability * Math.expm1(-probability * requests);
  }, 0);
}

/** The different texts among so many requests: the texts that a cache holds after them if it evicts none. */
export function countDistinct(bands: readonly PopularityBand[], requests: number): number {
  const popular = bands.reduce((sum, { items, probability }) => sum - items * Math.expm1(-probability * requests), 0);
  const repeated = bands.reduce((sum, { items, probability }) => sum + items * probability, 0);
  return popular + (1 - repeated) * requests;
}

/**
 * The requests after which an item that is not asked for again leaves a full LRU cache: its characteristic time, in requests
 * (Che, Tung and Wang 2002).
 *
 * @param capacity items that the cache holds
 */
export function characteristicRequests(bands: readonly PopularityBand[], capacity: number): number {
  if (countDistinct(bands, MAX_REQUESTS) <= capacity) return Infinity;
  let [low, high] = [0, MAX_REQUESTS];
  for (let step = 0; step < SEARCH_STEPS; step++) {
    const middle = Math.sqrt(Math.max(1, low) * high);
    if (countDistinct(bands, middle) < capacity) low = middle;
    else high = middle;
  }
  return high;
}

/** The share of the requests that a full LRU cache answers. @param capacity items that the cache holds */
export function lruHitRate(bands: readonly PopularityBand[], capacity: number): number {
  return warmHitRate(bands, characteristicRequests(bands, capacity));
}

/**
 * The share of the requests that a cache without a limit of memory answers, whose items expire. A hit does not renew an item.
 *
 * @param requests that come in the time to live
 */
export function ttlHitRate(bands: readonly PopularityBand[], requests: number): number {
  return bands.reduce((sum, { items, probability }) => {
    const expected = probability * requests;
    return sum + items * probability * (expected / (1 + expected));
  }, 0);
}
