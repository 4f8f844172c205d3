import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '#libs/clock';
import type { CacheEntry, PredictionCache } from '../prediction-cache.js';
import { parseRedisUrl } from './redis-address.js';
import { createRedisClient, type RedisClientOptions } from './create-redis-client.js';
import { RedisCache } from './redis-cache.js';

/** A cache on a real Redis, patient and with nothing special about it unless `options` say so, and what it reports. */
export function openRedisCache(
  url: string,
  options: Partial<RedisClientOptions> = {},
): { cache: RedisCache; reports: string[] } {
  const reports: string[] = [];
  const client = createRedisClient({
    topology: 'standalone',
    login: 'password',
    sentinelPrimary: '',
    sentinelPasswordFile: undefined,
    address: parseRedisUrl(url),
    passwordFile: undefined,
    caFile: undefined,
    timeoutMs: 2_000,
    keyPrefix: 'sentiment:',
    ttlSeconds: 60,
    clock: systemClock,
    random: () => 0,
    logger: {
      log: (message: string) => reports.push(message === 'Redis answers' ? 'up' : message),
      warn: (message: string) => reports.push(`down ${message}`),
    },
    ...options,
  });
  return { cache: new RedisCache(client), reports };
}

export async function untilUp(cache: PredictionCache): Promise<void> {
  while (cache.tiers.some(({ state }) => state.status !== 'up')) await sleep(1);
}

/** Stores entries and waits until every tier has them. */
export async function store(cache: PredictionCache, entries: readonly CacheEntry[]): Promise<void> {
  const count = () => cache.tiers.reduce((sum, { counters }) => sum + counters.stored, 0);
  const expected = count() + entries.length * cache.tiers.length;
  cache.setMany(entries);
  while (count() < expected) await sleep(1);
}
