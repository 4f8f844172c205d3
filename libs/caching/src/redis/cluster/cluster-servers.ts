import calculateSlot from 'cluster-key-slot';
import { askRedis } from '../ask-redis.js';
import { formatEndpoint, type RedisEndpoint } from '../redis-address.js';
import { RedisConnection, type RedisConnectionOptions } from '../redis-connection.js';
import { RedisConnectionError, toError, toLogCause } from '../redis-errors.js';
import { StateChangeNotifier } from '../state-change-notifier.js';
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
/** At most: while a server is down or a slot has none, after a redirect, and after a refresh that failed. */
const REFRESH_SOON_MS = 1_000;
/** Servers that are asked at once: the first answer counts. */
const ASKED_AT_ONCE = 3;
const DEBOUNCE_MS = 10_000;

interface ClusterServer {
  readonly endpoint: RedisEndpoint;
  readonly connection: RedisConnection;
}

/** The primaries of a cluster with a connection to each, and the slots that they own. */
export class ClusterServers {
  private servers: ReadonlyMap<string, ClusterServer> = new Map();
  private owners: (ClusterServer | undefined)[] = [];
  private readonly notifier: StateChangeNotifier;
  private unassigned = SLOTS;
  private lastFault: Error | undefined = new RedisConnectionError('not connected yet');
  private refreshedMs = Number.NEGATIVE_INFINITY;
  private isRedirected = false;
  private readonly closing = new AbortController();
  private cancelRefresh: () => void = () => {};

  constructor(private readonly options: ClusterServersOptions) {
    const { clock, logger } = options;
    this.notifier = new StateChangeNotifier({
      clock,
      debounceMs: DEBOUNCE_MS,
      onChange: (state) => {
        if (state.status === 'up') logger.log('The servers of the Redis Cluster are known');
        else logger.warn(`No server lists the servers of the Redis Cluster: ${toLogCause(state.cause)}`);
      },
    });
    void this.refresh();
  }

  get connections(): readonly RedisConnection[] {
    return [...this.servers.values()].map(({ connection }) => connection);
  }

  /** Why the last refresh failed; undefined when it did not. Before the first one, that it has not ended yet. */
  get fault(): Error | undefined {
    return this.lastFault;
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
    this.closing.abort();
    this.cancelRefresh();
    this.notifier.stop();
    for (const connection of this.connections) connection.close();
  }

  private async refresh(): Promise<void> {
    this.isRedirected = false;
    try {
      const ranges = await Promise.any(this.chooseServers().map((endpoint) => this.askForSlots(endpoint)));
      if (!this.closing.signal.aborted) this.take(ranges);
      this.lastFault = undefined;
    } catch (error) {
      this.lastFault = toError(error instanceof AggregateError ? error.errors[0] : error);
    }
    if (this.closing.signal.aborted) return;
    this.notifier.note(this.lastFault ? { status: 'down', cause: this.lastFault } : { status: 'up' });
    this.refreshedMs = this.options.clock.nowMs();
    this.scheduleRefresh();
  }

  /** Refreshes at the end of the interval, or soon when there is a reason. */
  private scheduleRefresh(): void {
    const { clock, random } = this.options;
    this.cancelRefresh = clock.after(REFRESH_SOON_MS * (0.5 + random() / 2), () => {
      const isComplete = this.unassigned === 0 && this.connections.every(({ state }) => state.status !== 'down');
      const isDue = clock.nowMs() - this.refreshedMs >= REFRESH_EVERY_MS;
      if (isDue || !isComplete || this.isRedirected || this.lastFault) void this.refresh();
      else this.scheduleRefresh();
    });
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

  private async askForSlots(endpoint: RedisEndpoint): Promise<SlotRange[]> {
    const options = { clock: this.options.clock, signal: this.closing.signal };
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
