import type { Clock } from '#libs/clock';
import type { RedisAddress } from './redis-address.js';

/** `standalone`: one server. `cluster`: Redis Cluster. `sentinel`: one primary, which sentinels name. */
export const REDIS_TOPOLOGIES = ['standalone', 'cluster', 'sentinel'] as const;
export type RedisTopology = (typeof REDIS_TOPOLOGIES)[number];

/** `password`: a fixed one or a file. `entra-id`: access tokens of Microsoft Entra ID. */
export const REDIS_LOGINS = ['password', 'entra-id'] as const;
export type RedisLoginMethod = (typeof REDIS_LOGINS)[number];

/** How to reach Redis and get in, as the settings say it. */
export interface RedisAccess {
  readonly topology: RedisTopology;
  /** With `sentinel`, the endpoints are those of the sentinels, and all else is for the servers. */
  readonly address: RedisAddress;
  readonly login: RedisLoginMethod;
  /** Replaces the address' password; read again before each connection, so that a rotated secret needs no restart. */
  readonly passwordFile: string | undefined;
  /** Authorities to trust instead of the system's, in PEM. */
  readonly caFile: string | undefined;
  /** The name that the sentinels know the primary by. */
  readonly sentinelPrimary: string;
  /** The password of the sentinels themselves. */
  readonly sentinelPasswordFile: string | undefined;
}

/** What every part behind the cache in Redis needs, whatever the topology. */
export interface RedisRuntime {
  readonly clock: Clock;
  /** Returns 0 to 1, the jitter of reconnection: pods that lost Redis together must not reconnect together. */
  readonly random: () => number;
  /** Receives one line at each change of a state; no line holds a secret. */
  readonly logger: Pick<Console, 'log' | 'warn'>;
}
