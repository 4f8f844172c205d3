import { isIP } from 'node:net';
import { ClusterClient } from './cluster/cluster-client.js';
import { createCredentials } from './credentials/create-credentials.js';
import { PasswordCredentials } from './credentials/password-credentials.js';
import type { RedisTls } from './create-redis.js';
import type { RedisClient } from './redis-client.js';
import type { RedisAccess, RedisRuntime } from './redis-options.js';
import { SentinelClient } from './sentinel/sentinel-client.js';
import { StandaloneClient } from './standalone-client.js';

export interface RedisClientOptions extends RedisAccess, RedisRuntime {
  /** Time limit for the replies to one pipeline, in milliseconds. */
  readonly timeoutMs: number;
  /** Prefix of each key; the access list of Redis has to allow it. */
  readonly keyPrefix: string;
  /** How long Redis keeps a value. */
  readonly ttlSeconds: number;
}

/** The client for the topology of the options. It connects by itself, at once and whenever it has to. */
export function createRedisClient(options: RedisClientOptions): RedisClient {
  const { topology, address, sentinelPrimary, sentinelPasswordFile, clock } = options;
  const { endpoints, database } = address;
  const credentials = createCredentials(options);
  const server = { ...options, database, credentials, isClusterServer: false };
  switch (topology) {
    case 'standalone':
      return new StandaloneClient({ ...server, endpoint: endpoints[0], tls: toTls(options), name: 'Redis' });
    case 'cluster': {
      // The servers of a cloud announce IP addresses, and have certificates for the name of the cluster.
      const serverName = endpoints.find(({ host }) => isIP(host) === 0)?.host;
      return new ClusterClient({ ...server, seeds: endpoints, tls: toTls(options, serverName) });
    }
    case 'sentinel': {
      const passwords = { username: undefined, password: undefined, passwordFile: sentinelPasswordFile, clock };
      const sentinelCredentials = new PasswordCredentials(passwords);
      const tls = toTls(options);
      const sentinels = endpoints.map((endpoint) => ({ endpoint, database: 0, credentials: sentinelCredentials, tls }));
      return new SentinelClient({ ...server, sentinels, primary: sentinelPrimary, tls });
    }
  }
}

function toTls({ address, caFile }: RedisAccess, serverName?: string): RedisTls | undefined {
  return address.tls ? { serverName, caFile } : undefined;
}
