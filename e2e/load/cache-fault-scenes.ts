import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EntraAuthority, FaultyProxy, RedisCluster, RedisSentinels, RedisServer } from '#libs/testing';

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

/** One Redis, which takes the last token that was issued. */
export interface TokenScene extends Scene {
  readonly redis: RedisServer;
  readonly authority: EntraAuthority;
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
  const folder = mkdtempSync(join(tmpdir(), 'cache-faults-'));
  const redis = await RedisServer.start('--requirepass', 'of the bench');
  redis.password = 'of the bench';
  const user = EntraAuthority.objectId;
  await redis.command('acl', 'setuser', user, 'reset', 'on', '~*', '+getrange', '+set', '+select');
  const authority = await EntraAuthority.start({
    folder,
    lifetimeSeconds: () => TOKEN_LIFETIME_SECONDS,
    onToken: async (token) => {
      await redis.command('acl', 'setuser', user, 'resetpass', `>${token}`);
    },
  });
  const port = await redis.openTlsPort(authority.certificate);
  return {
    redis,
    authority,
    env: {
      ...authority.environment,
      REDIS_URL: `rediss://localhost:${port}`,
      REDIS_LOGIN: 'entra-id',
      REDIS_CA_FILE: authority.certificate.caFile,
    },
    stop: async () => {
      authority.stop();
      await redis.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
