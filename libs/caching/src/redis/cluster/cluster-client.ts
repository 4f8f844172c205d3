import calculateSlot from 'cluster-key-slot';
import { RedisConnection } from '../redis-connection.js';
import type { ReadResult, RedisClient } from '../redis-client.js';
import type { KeyValue } from '../redis-commands.js';
import { RedisConnectionError, toPublicCause, type ProtocolError } from '../redis-errors.js';
import type { RedisState } from '../redis-state.js';
import { ClusterServers, type ClusterServersOptions } from './cluster-servers.js';
import type { Redirect } from './redirect.js';

export interface ClusterClientOptions extends ClusterServersOptions {
  readonly keyPrefix: string;
}

/** A key that a server of the cluster sent to another one is not sent on once more. */
const MAX_REDIRECTS = 1;

/** Where a key goes. */
interface Route {
  readonly server: RedisConnection;
  readonly isAsking: boolean;
  /** The places of the route's keys among those of the call. */
  readonly places: number[];
}

/**
 * Values on the primaries of a Redis Cluster. A call goes to all servers that own one of its keys at once, in one pipeline
 * for each, so a server that is slow or gone costs its own keys only: they are misses. Values never change under a key, so
 * a server with an old view of the cluster gives no wrong ones.
 */
export class ClusterClient implements RedisClient {
  private readonly servers: ClusterServers;

  constructor(private readonly options: ClusterClientOptions) {
    this.servers = new ClusterServers(options);
  }

  get state(): RedisState {
    const states = this.servers.connections.map(({ state }) => state);
    const causes = states.flatMap((state) => (state.status === 'down' ? state.cause : []));
    const [cause = this.servers.fault] = causes;
    if (cause && causes.length === states.length) return { status: 'down', cause };
    if (causes.length > 0 || this.servers.unassignedSlots > 0) {
      return { status: 'partial', cause: describeOutage(causes, states.length, this.servers.unassignedSlots) };
    }
    return states.find(({ status }) => status === 'read-only') ?? { status: 'up' };
  }

  async getMany(keys: readonly string[]): Promise<ReadResult[]> {
    const results = keys.map((): ReadResult => 'skipped');
    await this.send(keys, async ({ server, isAsking, places }) => {
      const replies = await server
        .getMany(
          places.map((place) => keys[place] ?? ''),
          isAsking,
        )
        .catch(() => undefined);
      return places.map((place, index) => {
        const reply = replies?.[index];
        results[place] = Buffer.isBuffer(reply) ? reply : 'failed';
        return Buffer.isBuffer(reply) ? undefined : reply;
      });
    });
    return results;
  }

  async setMany(entries: readonly KeyValue[]): Promise<number> {
    let stored = 0;
    const keys = entries.map(({ key }) => key);
    await this.send(keys, async ({ server, isAsking, places }) => {
      if (server.state.status !== 'up') return [];
      const values = places.flatMap((place) => entries[place] ?? []);
      const replies = await server.setMany(values, isAsking);
      stored += replies.filter((reply) => reply === undefined).length;
      return replies.map((reply) => (reply instanceof Error ? undefined : reply));
    });
    return stored;
  }

  drop(key: string, cause: ProtocolError): void {
    this.servers.findOwner(this.calculateSlot(key))?.drop(cause);
  }

  close(): void {
    this.servers.close();
  }

  /**
   * Sends keys to the owners of their slots, and the keys of redirects to the servers that these name.
   * @param sendTo returns the redirect of each place of the route, or undefined
   */
  private async send(
    keys: readonly string[],
    sendTo: (route: Route) => Promise<readonly (Redirect | undefined)[]>,
  ): Promise<void> {
    let routes = new Routes();
    keys.forEach((key, place) => {
      routes.add(this.servers.findOwner(this.calculateSlot(key)), false, place);
    });
    for (let redirects = 0; redirects <= MAX_REDIRECTS && routes.all.length > 0; redirects++) {
      const next = new Routes();
      await Promise.all(
        routes.all.map(async (route) => {
          const replies = await sendTo(route);
          replies.forEach((redirect, index) => {
            if (!redirect) return;
            next.add(this.servers.follow(redirect, route.server), redirect.kind === 'ask', route.places[index] ?? 0);
          });
        }),
      );
      routes = next;
    }
  }

  private calculateSlot(key: string): number {
    return calculateSlot(this.options.keyPrefix + key);
  }
}

/** Keys by the servers that they go to. Keys without a server that is available are left out. */
class Routes {
  private readonly routes = new Map<RedisConnection, { plain?: Route; asking?: Route }>();

  get all(): Route[] {
    return [...this.routes.values()].flatMap(({ plain, asking }) => [plain ?? [], asking ?? []].flat());
  }

  add(server: RedisConnection | undefined, isAsking: boolean, place: number): void {
    if (!server || server.state.status === 'down') return;
    const ofServer = this.routes.get(server) ?? {};
    this.routes.set(server, ofServer);
    const route = (ofServer[isAsking ? 'asking' : 'plain'] ??= { server, isAsking, places: [] });
    route.places.push(place);
  }
}

function describeOutage(causes: readonly Error[], servers: number, unassignedSlots: number): RedisConnectionError {
  const [cause] = causes;
  if (!cause) return new RedisConnectionError(`${unassignedSlots} hash slots have no server`);
  return new RedisConnectionError(`${causes.length} of ${servers} servers, ${toPublicCause(cause)}`);
}
