import { isIP } from 'node:net';
import { Redis } from 'ioredis';
import type { Clock } from '#libs/clock';
import { BoundedFileReader, readSmallFileSync } from '#libs/files';
import { guardReplies } from './guard-replies.js';
import type { RedisAddress } from './redis-address.js';

export interface RedisAccess {
  readonly address: RedisAddress;
  /** Replaces the address' password; read again before each connection, so that a rotated secret needs no restart. */
  readonly passwordFile: string | undefined;
  /** Authorities to trust instead of the system's, in PEM. */
  readonly caFile: string | undefined;
}

const CONNECT_WITHIN_MS = 2_000;
/** A farewell that a silent peer does not answer. */
const DISCONNECT_WITHIN_MS = 100;
const KEEP_ALIVE_MS = 10_000;
const PASSWORD_READ_WITHIN_MS = 1_000;

export interface Reconnecting {
  /** Asked before each new attempt. */
  readonly delayMs: () => number;
  /** Asked when a write meets a replica, with its error: whether to look for the primary by a new connection. */
  readonly lookForPrimary: (error: Error) => boolean;
}

/**
 * A client that is not connected yet and never queues: a command finds a connection or fails.
 *
 * @param maxBulkBytes the longest value that a command can get
 */
export function createRedis(
  access: RedisAccess & { readonly clock: Clock },
  maxBulkBytes: number,
  { delayMs, lookForPrimary }: Reconnecting,
): Redis {
  const { address } = access;
  const refreshPassword = createPasswordRefresh(access);
  const redis = new Redis({
    host: address.host,
    port: address.port,
    db: address.database,
    ...(address.username === undefined ? {} : { username: address.username }),
    ...initialPassword(access),
    ...(address.tls ? { tls: tlsOptions(access) } : {}),
    lazyConnect: true,
    connectTimeout: CONNECT_WITHIN_MS,
    disconnectTimeout: DISCONNECT_WITHIN_MS,
    keepAlive: KEEP_ALIVE_MS,
    // By default ioredis queues without end while Redis is away, and sends what was lost once more.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    // INFO and CLIENT are nothing that a cache needs to be allowed.
    enableReadyCheck: false,
    disableClientInfo: true,
    retryStrategy: () => {
      // The read ends long before the delay. It is not waited for, because a file on a stuck mount must not stop the service.
      void refreshPassword().then((password) => Object.assign(redis.options, password));
      return delayMs();
    },
    // After a failover the old primary is a replica: only a new connection finds the new one.
    reconnectOnError: (error) => error.message.startsWith('READONLY') && lookForPrimary(error),
  });
  redis.on('connect', () => {
    guardReplies(redis, maxBulkBytes);
  });
  return redis;
}

function initialPassword({ address, passwordFile }: RedisAccess): { password?: string } {
  if (passwordFile === undefined) return address.password === undefined ? {} : { password: address.password };
  try {
    return { password: readSmallFileSync(passwordFile).trim() };
  } catch {
    return {};
  }
}

/** A mounted secret may be gone for a moment while it is replaced: then the last password stands. */
function createPasswordRefresh({
  passwordFile,
  clock,
}: RedisAccess & { readonly clock: Clock }): () => Promise<{ password?: string }> {
  if (passwordFile === undefined) return () => Promise.resolve({});
  const reader = new BoundedFileReader({ path: passwordFile, clock, timeLimitMs: PASSWORD_READ_WITHIN_MS });
  return () =>
    reader.read().then(
      (content) => ({ password: content.trim() }),
      () => ({}),
    );
}

function tlsOptions({ address, caFile }: RedisAccess): { servername?: string; ca?: string } {
  return {
    ...(isIP(address.host) === 0 ? { servername: address.host } : {}),
    ...(caFile === undefined ? {} : { ca: readSmallFileSync(caFile) }),
  };
}
