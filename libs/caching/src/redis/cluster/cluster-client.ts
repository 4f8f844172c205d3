import type { RedisConnection } from '../redis-connection.js';
import type { ReadResult, RedisClient } from '../redis-client.js';
import type { KeyValue } from '../redis-commands.js';
import { RedisConnectionError, toPublicCause } from '../redis-errors.js';
import type { RedisState } from '../redis-state.js';
import { ClusterServers, type ClusterServersOptions } from './cluster-servers.js';
import type { Redirect } from './redirect.js';

/** A key that a server of the cluster sent to another one is not sent on once more. */
const MAX_REDIRECTS = 1;

/** Keys of a call that go to one server, in one pipeline. */
interface Route {
  readonly server: RedisConnection;
  /** Whether another server sent the keys here, and does not own their slots yet. */
  readonly isAsking: boolean;
  /** The places of the route's keys among those of the call. */
  readonly places: number[];
}

/** Sends a route. @returns the redirect of each of its places, or undefined */
type SendRoute = (route: Route) => Promise<readonly (Redirect | undefined)[]>;

/**
 * Values on the primaries of a Redis Cluster. A call goes to all servers that own one of its keys at once, in one pipeline
 * for each, so a server that is slow or gone costs its own keys only: they are misses. A redirect costs a second time limit
 * at most. Values never change under a key, so a server with an old view of the cluster gives no wrong ones.
 */
export class ClusterClient implements RedisClient {
  private readonly servers: ClusterServers;

  constructor(options: ClusterServersOptions) {
    this.servers = new ClusterServers(options);
  }

  get state(): RedisState {
    const states = this.servers.connections.map(({ state }) => state);
    const troubles = states.flatMap((state) => (state.status === 'up' ? [] : state));
    const [first] = troubles;
    if (states.length === 0)
      return { status: 'down', cause: this.servers.fault ?? new RedisConnectionError('no servers') };
    if (first && troubles.length === states.length && troubles.every(({ status }) => status === first.status))
      return first;
    if (first) {
      const cause = `${troubles.length} of ${states.length} servers, ${toPublicCause(first.cause)}`;
      return { status: 'partial', cause: new RedisConnectionError(cause) };
    }
    const { unassignedSlots } = this.servers;
    if (unassignedSlots === 0) return { status: 'up' };
    return { status: 'partial', cause: new RedisConnectionError(`${unassignedSlots} hash slots have no server`) };
  }

  async getMany(keys: readonly string[]): Promise<ReadResult[]> {
    const results = keys.map((): ReadResult => 'skipped');
    await this.sendAll(keys, async ({ server, isAsking, places }) => {
      const wanted = places.map((place) => keys[place] ?? '');
      const replies = await server.getMany(wanted, isAsking).catch(() => undefined);
      return places.map((place, index) => {
        const reply = replies?.[index];
        if (!Buffer.isBuffer(reply)) {
          results[place] = 'failed';
          return reply;
        }
        results[place] = { value: reply, source: server };
        return undefined;
      });
    });
    return results;
  }

  async setMany(entries: readonly KeyValue[]): Promise<number> {
    let stored = 0;
    const keys = entries.map(({ key }) => key);
    await this.sendAll(keys, async ({ server, isAsking, places }) => {
      if (server.state.status !== 'up') return [];
      const values = places.flatMap((place) => entries[place] ?? []);
      const replies = await server.setMany(values, isAsking);
      stored += replies.filter((reply) => reply === undefined).length;
      return replies.map((reply) => (reply instanceof Error ? undefined : reply));
    });
    return stored;
  }

  close(): void {
    this.servers.close();
  }

  /** Sends keys to the owners of their slots. */
  private async sendAll(keys: readonly string[], send: SendRoute): Promise<void> {
    const routes = new Routes();
    keys.forEach((key, place) => {
      routes.add(this.servers.findOwner(key), false, place);
    });
    await Promise.all(routes.all.map((route) => this.sendRoute(route, keys, send, MAX_REDIRECTS)));
  }

  /** Sends a route, and the keys of redirects to the servers that these name, without waiting for other routes. */
  private async sendRoute(
    route: Route,
    keys: readonly string[],
    send: SendRoute,
    redirectsLeft: number,
  ): Promise<void> {
    const redirects = await send(route);
    const next = new Routes();
    redirects.forEach((redirect, index) => {
      const place = route.places[index];
      if (!redirect || place === undefined) return;
      next.add(this.servers.follow(redirect, keys[place] ?? '', route.server), redirect.kind === 'ask', place);
    });
    if (redirectsLeft === 0) return;
    await Promise.all(next.all.map((each) => this.sendRoute(each, keys, send, redirectsLeft - 1)));
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
