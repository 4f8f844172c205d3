import { isIP } from 'node:net';
import { readSmallFileSync } from '#libs/files';
import { ClusterClient } from './cluster/cluster-client.js';
import { createCredentials } from './credentials/create-credentials.js';
import { PasswordCredentials } from './credentials/password-credentials.js';
import type { RedisCredentials } from './credentials/redis-credentials.js';
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

/**
 * The client for the topology of the options. It connects by itself, at once and whenever it has to.
 *
 * @throws FileError when the file of the authorities cannot be read
 */
export function createRedisClient(options: RedisClientOptions): RedisClient {
  const { topology, address, caFile } = options;
  // Read once: connections are made while the service runs, when no file must be waited for.
  const authorities = caFile === undefined ? undefined : readSmallFileSync(caFile);
  const toTls = (serverName?: string) => (address.tls ? { serverName, authorities } : undefined);
  const credentials = createCredentials(options);
  const server = { ...options, database: address.database, credentials };
  switch (topology) {
    case 'standalone': {
      const [endpoint] = address.endpoints;
      return closeWith(new StandaloneClient({ ...server, endpoint, tls: toTls(), name: 'Redis' }), [credentials]);
    }
    case 'cluster': {
      // The servers of a cloud announce IP addresses, and have certificates for the name of the cluster.
      const serverName = address.endpoints.find(({ host }) => isIP(host) === 0)?.host;
      return closeWith(new ClusterClient({ ...server, seeds: address.endpoints, tls: toTls(serverName) }), [
        credentials,
      ]);
    }
    case 'sentinel': {
      const { sentinelPrimary: primary, sentinelPasswordFile: passwordFile, clock } = options;
      const logins = new PasswordCredentials({ username: undefined, password: undefined, passwordFile, clock });
      const sentinels = address.endpoints.map((endpoint) => {
        return { endpoint, database: 0, credentials: logins, tls: toTls() };
      });
      return closeWith(new SentinelClient({ ...server, sentinels, primary, tls: toTls() }), [credentials, logins]);
    }
  }
}

/** A client that closes its logins when it is closed. Connections share logins, so no connection closes them. */
function closeWith(client: RedisClient, logins: readonly RedisCredentials[]): RedisClient {
  return {
    get state() {
      return client.state;
    },
    getMany: (keys) => client.getMany(keys),
    setMany: (entries) => client.setMany(entries),
    close: () => {
      client.close();
      for (const login of logins) login.close();
    },
  };
}
