import calculateSlot from 'cluster-key-slot';
import { askRedis } from '../ask-redis.js';
import { formatEndpoint, type RedisEndpoint } from '../redis-address.js';
import { RedisConnection, type RedisConnectionOptions } from '../redis-connection.js';
import { TopologyDiscovery } from '../topology-discovery.js';
import { SLOTS, type Redirect } from './redirect.js';
import { parseSlotRanges, type SlotRange } from './slot-ranges.js';

export interface ClusterServersOptions extends Omit<
  RedisConnectionOptions,
  'endpoint' | 'name' | 'isClusterServer' | 'ownsKey'
> {
  /** Servers to ask for the others: at the start, and later beside those that are known. */
  readonly seeds: readonly RedisEndpoint[];
}

const REFRESH_EVERY_MS = 30_000;
/** Servers that are asked at once: the first answer counts. */
const ASKED_AT_ONCE = 3;

interface ClusterServer {
  readonly endpoint: RedisEndpoint;
  readonly connection: RedisConnection;
}

/** The primaries of a cluster with a connection to each, and the slots that they own. */
export class ClusterServers {
  private servers: ReadonlyMap<string, ClusterServer> = new Map();
  private owners: (ClusterServer | undefined)[] = [];
  private unassigned = SLOTS;
  private isRedirected = false;
  private readonly discovery: TopologyDiscovery;

  constructor(private readonly options: ClusterServersOptions) {
    this.discovery = new TopologyDiscovery({
      ...options,
      intervalMs: REFRESH_EVERY_MS,
      isStale: () => this.isStale,
      discover: (signal) => this.refresh(signal),
      lines: {
        success: 'The servers of the Redis Cluster are known',
        failure: 'No server lists the servers of the Redis Cluster',
      },
    });
    this.discovery.start();
  }

  get connections(): readonly RedisConnection[] {
    return [...this.servers.values()].map(({ connection }) => connection);
  }

  /** Why the servers could not be listed the last time; undefined when they were. */
  get fault(): Error | undefined {
    return this.discovery.fault;
  }

  /** The number of slots without a server. */
  get unassignedSlots(): number {
    return this.unassigned;
  }

  /** @returns undefined when the slot of the key has no server */
  findOwner(key: string): RedisConnection | undefined {
    return this.owners[this.calculateSlot(key)]?.connection;
  }

  /**
   * Learns from a redirect.
   *
   * @param key the key of the command that the redirect replies to
   * @param from the server that replied with it
   * @returns the server that it names; undefined when that is not known yet, because a redirect alone opens no connection,
   * and when the redirect is about another slot than that of the key
   */
  follow({ kind, slot, host, port }: Redirect, key: string, from: RedisConnection): RedisConnection | undefined {
    this.isRedirected = true;
    if (slot !== this.calculateSlot(key)) return undefined;
    const server = this.servers.get(formatEndpoint({ host: host || from.endpoint.host, port }));
    if (server && kind === 'moved') this.owners[slot] = server;
    return server?.connection;
  }

  /** Closes all connections. */
  close(): void {
    this.discovery.close();
    for (const connection of this.connections) connection.close();
  }

  private get isStale(): boolean {
    const isComplete = this.unassigned === 0 && this.connections.every(({ state }) => state.status !== 'down');
    return !isComplete || this.isRedirected || this.fault !== undefined;
  }

  private async refresh(signal: AbortSignal): Promise<void> {
    this.isRedirected = false;
    const asked = this.chooseServers().map((endpoint) => this.askForSlots(endpoint, signal));
    const ranges = await Promise.any(asked).catch((error: unknown) => {
      throw error instanceof AggregateError ? error.errors[0] : error;
    });
    if (!signal.aborted) this.take(ranges);
  }

  /** Two servers that are available, and a seed, because known servers may be silent; all in a random order. */
  private chooseServers(): RedisEndpoint[] {
    const { seeds, random } = this.options;
    const available = [...this.servers.values()].filter(({ connection }) => connection.state.status !== 'down');
    const known = shuffle(
      available.map(({ endpoint }) => endpoint),
      random,
    );
    const all = [...known.slice(0, ASKED_AT_ONCE - 1), ...shuffle(seeds, random), ...known];
    return [...new Map(all.map((endpoint) => [formatEndpoint(endpoint), endpoint])).values()].slice(0, ASKED_AT_ONCE);
  }

  private async askForSlots(endpoint: RedisEndpoint, signal: AbortSignal): Promise<SlotRange[]> {
    const options = { clock: this.options.clock, signal };
    const reply = await askRedis({ ...this.options, endpoint }, ['cluster', 'slots'], options);
    return parseSlotRanges(reply, endpoint);
  }

  /** Keeps the connections to the primaries that stay. */
  private take(ranges: readonly SlotRange[]): void {
    const before = this.servers;
    const servers = new Map<string, ClusterServer>();
    const owners = new Array<ClusterServer | undefined>(SLOTS).fill(undefined);
    for (const { first, last, primary } of ranges) {
      const name = formatEndpoint(primary);
      const server = servers.get(name) ?? before.get(name) ?? this.open(name, primary);
      servers.set(name, server);
      owners.fill(server, first, last + 1);
    }
    this.servers = servers;
    this.owners = owners;
    this.unassigned = owners.filter((owner) => owner === undefined).length;
    for (const [name, { connection }] of before) if (!servers.has(name)) connection.close();
  }

  private open(name: string, endpoint: RedisEndpoint): ClusterServer {
    const connection: RedisConnection = new RedisConnection({
      ...this.options,
      endpoint,
      name: `Redis server ${name}`,
      isClusterServer: true,
      ownsKey: (key) => this.findOwner(key) === connection,
    });
    return { endpoint, connection };
  }

  private calculateSlot(key: string): number {
    return calculateSlot(this.options.keyPrefix + key);
  }
}

function shuffle<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}
