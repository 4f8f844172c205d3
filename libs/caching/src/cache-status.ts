import type { CacheDirectives } from './cache-directives.js';

const CACHE_NAME = 'sentiment';

/**
 * The value of a `Cache-Status` header (RFC 9211): `hit` when every text was known; else why the model was asked, and
 * how many texts of each kind there were.
 */
export function toCacheStatus(hits: number, misses: number, { mayRead }: CacheDirectives): string {
  if (misses === 0) return `${CACHE_NAME}; hit; detail="hits=${hits} misses=0"`;
  const reason = mayRead ? (hits > 0 ? 'partial' : 'miss') : 'request';
  return `${CACHE_NAME}; fwd=${reason}; detail="hits=${hits} misses=${misses}"`;
}
