import { isIP } from 'node:net';
import { Redis } from 'ioredis';
import type { RedisCredentials } from './credentials/redis-credentials.js';
import { guardReplies } from './guard-replies.js';
import type { RedisEndpoint } from './redis-address.js';

/** One server, and how to get in. */
export interface RedisServerAccess {
  readonly endpoint: RedisEndpoint;
  readonly database: number;
  readonly credentials: RedisCredentials;
  /** Undefined for a connection without TLS. */
  readonly tls: RedisTls | undefined;
}

export interface RedisTls {
  /** The name in the certificate of a server that is known by its IP address; undefined when that is the address. */
  readonly serverName: string | undefined;
  /** Authorities to trust instead of the system's: the text of a PEM file. */
  readonly authorities: string | undefined;
}

const CONNECT_WITHIN_MS = 2_000;
/** A farewell that a silent peer does not answer. */
const DISCONNECT_WITHIN_MS = 100;
const KEEP_ALIVE_MS = 10_000;

export interface Reconnecting {
  /** Asked before each new attempt; null for no other attempt. */
  readonly delayMs: () => number | null;
  /** Asked when a write meets a replica, with its error: whether to look for the primary by a new connection. */
  readonly lookForPrimary: (error: Error) => boolean;
}

/**
 * A client that is not connected yet and never queues: a command finds a connection or fails.
 *
 * @param maxBulkBytes the longest value that a command can get
 */
export function createRedis(
  { endpoint, database, credentials, tls }: RedisServerAccess,
  maxBulkBytes: number,
  { delayMs, lookForPrimary }: Reconnecting,
): Redis {
  const redis = new Redis({
    host: endpoint.host,
    port: endpoint.port,
    db: database,
    ...(tls ? { tls: tlsOptions(endpoint, tls) } : {}),
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
      // It is not waited for, because a file on a stuck mount must not stop the service. At worst, the next attempt has the new login.
      void takeLogin(redis, credentials);
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

/**
 * Connects for the first time, with the present login; does nothing when the client has been closed meanwhile.
 * @throws Error when no connection is established
 */
export async function connectRedis(redis: Redis, credentials: RedisCredentials): Promise<void> {
  await takeLogin(redis, credentials);
  if (redis.status === 'wait') await redis.connect();
}

async function takeLogin(redis: Redis, credentials: RedisCredentials): Promise<void> {
  await credentials.refresh();
  Object.assign(redis.options, credentials.login);
}

function tlsOptions(
  { host }: RedisEndpoint,
  { serverName, authorities }: RedisTls,
): { servername?: string; ca?: string } {
  const name = isIP(host) === 0 ? host : serverName;
  return {
    ...(name === undefined ? {} : { servername: name }),
    ...(authorities === undefined ? {} : { ca: authorities }),
  };
}
