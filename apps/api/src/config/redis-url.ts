import { parseRedisUrl } from '#libs/caching';

/** The settings that the URL has to agree with. */
export interface RedisUrlContext {
  readonly REDIS_TOPOLOGY: string;
  readonly REDIS_LOGIN: string;
  readonly REDIS_SENTINEL_PRIMARY: string;
}

/**
 * Checks `REDIS_URL`, alone and beside the other settings.
 *
 * @throws Error with what is wrong; the URL is not quoted, because it may hold a password
 */
export function checkRedisUrl(
  text: string,
  { REDIS_TOPOLOGY, REDIS_LOGIN, REDIS_SENTINEL_PRIMARY }: RedisUrlContext,
): void {
  const address = parseRedisUrl(text);
  if (REDIS_TOPOLOGY === 'standalone' && address.endpoints.length > 1) {
    throw new Error('must name one host, or REDIS_TOPOLOGY must be cluster or sentinel');
  }
  if (REDIS_TOPOLOGY === 'cluster' && address.database !== 0) {
    throw new Error('must name no database: a Redis Cluster has database 0 only');
  }
  if (REDIS_TOPOLOGY === 'sentinel' && REDIS_SENTINEL_PRIMARY === '') {
    throw new Error('names sentinels, so REDIS_SENTINEL_PRIMARY must name the primary');
  }
  if (REDIS_LOGIN === 'entra-id' && !address.tls) {
    throw new Error(
      'must begin with rediss:// when REDIS_LOGIN is entra-id: a token must not be sent without encryption',
    );
  }
}
