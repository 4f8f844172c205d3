import type { CacheLookup } from '#libs/prediction';

const CACHE_NAME = 'sentiment';

/**
 * The value of a `Cache-Status` header (RFC 9211): `hit` when every text was a hit; otherwise why texts were forwarded to
 * the model, and how many texts of each kind there were.
 */
export function toCacheStatus({ hits, misses, bypassed }: Pick<CacheLookup, 'hits' | 'misses' | 'bypassed'>): string {
  if (misses === 0) return `${CACHE_NAME}; hit; detail="hits=${hits} misses=0"`;
  const reason = bypassed ? 'request' : hits > 0 ? 'partial' : 'miss';
  return `${CACHE_NAME}; fwd=${reason}; detail="hits=${hits} misses=${misses}"`;
}
