import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FaultyProxy, RedisCluster, RedisSentinels, RedisServer, TokenRedis } from '#libs/testing';

/** Servers for one fault. */
export interface Scene {
  /** Settings of the service that lead to them. */
  readonly env: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/** One Redis with a password, behind a proxy. */
export interface StandaloneScene extends Scene {
  readonly redis: RedisServer;
  readonly proxy: FaultyProxy;
  /** Where the service reads the password. */
  readonly passwordFile: string;
}

export interface ClusterScene extends Scene {
  readonly cluster: RedisCluster;
}

export interface SentinelScene extends Scene {
  readonly sentinels: RedisSentinels;
}

export interface TokenScene extends Scene {
  readonly tokens: TokenRedis;
}

const TOKEN_LIFETIME_SECONDS = 4;

export async function openStandalone(): Promise<StandaloneScene> {
  const folder = mkdtempSync(join(tmpdir(), 'cache-faults-'));
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, 'first');
  const redis = await RedisServer.start('--requirepass', 'first');
  redis.password = 'first';
  const proxy = await FaultyProxy.start(redis.port);
  return {
    redis,
    proxy,
    passwordFile,
    env: { REDIS_URL: `redis://127.0.0.1:${proxy.port}`, REDIS_PASSWORD_FILE: passwordFile },
    stop: async () => {
      proxy.stop();
      await redis.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

export async function openCluster(): Promise<ClusterScene> {
  const cluster = await RedisCluster.start();
  return {
    cluster,
    env: { REDIS_URL: cluster.url, REDIS_TOPOLOGY: 'cluster' },
    stop: () => cluster.stop(),
  };
}

export async function openSentinels(): Promise<SentinelScene> {
  const sentinels = await RedisSentinels.start();
  return {
    sentinels,
    env: {
      REDIS_URL: sentinels.url,
      REDIS_TOPOLOGY: 'sentinel',
      REDIS_SENTINEL_PRIMARY: RedisSentinels.primaryName,
    },
    stop: () => sentinels.stop(),
  };
}

export async function openTokens(): Promise<TokenScene> {
  const tokens = await TokenRedis.start(() => TOKEN_LIFETIME_SECONDS);
  return { tokens, env: tokens.environment, stop: () => tokens.stop() };
}
