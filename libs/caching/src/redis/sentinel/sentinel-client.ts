import { askRedis } from '../ask-redis.js';
import type { RedisServerAccess } from '../create-redis.js';
import { formatEndpoint, parseEndpoint, type RedisEndpoint } from '../redis-address.js';
import type { ReadResult, RedisClient } from '../redis-client.js';
import type { KeyValue } from '../redis-commands.js';
import { ProtocolError, RedisConnectionError } from '../redis-errors.js';
import type { RedisServerState } from '../redis-state.js';
import { StandaloneClient, type StandaloneClientOptions } from '../standalone-client.js';
import { TopologyDiscovery } from '../topology-discovery.js';

export interface SentinelClientOptions extends Omit<StandaloneClientOptions, 'endpoint' | 'name'> {
  /** How to ask each sentinel. */
  readonly sentinels: readonly RedisServerAccess[];
  /** The name that the sentinels know the primary by. */
  readonly primary: string;
}

const ASK_EVERY_MS = 10_000;

/** All values on the primary that sentinels name. The connection follows the primary after a failover. */
export class SentinelClient implements RedisClient {
  private client: StandaloneClient | undefined;
  private primaryName: string | undefined;
  private readonly discovery: TopologyDiscovery;

  constructor(private readonly options: SentinelClientOptions) {
    this.discovery = new TopologyDiscovery({
      ...options,
      intervalMs: ASK_EVERY_MS,
      // The primary is down, or it is a replica now and takes no writes.
      isStale: () => this.state.status !== 'up',
      discover: (signal) => this.locate(signal),
      lines: {
        success: 'The sentinels name the primary of Redis',
        failure: 'No sentinel names the primary of Redis',
      },
    });
    this.discovery.start();
  }

  get state(): RedisServerState {
    const cause = this.discovery.fault ?? new RedisConnectionError('not connected yet');
    return this.client?.state ?? { status: 'down', cause };
  }

  async getMany(keys: readonly string[]): Promise<ReadResult[]> {
    return (await this.client?.getMany(keys)) ?? keys.map(() => 'skipped');
  }

  async setMany(entries: readonly KeyValue[]): Promise<number> {
    return (await this.client?.setMany(entries)) ?? 0;
  }

  close(): void {
    this.discovery.close();
    this.client?.close();
  }

  /**
   * Asks all sentinels: one that was cut off from the others may name a primary of the past. When as many name another
   * one, the present primary stays while it is up.
   */
  private async locate(signal: AbortSignal): Promise<void> {
    const answers = await Promise.allSettled(this.options.sentinels.map((access) => this.ask(access, signal)));
    if (signal.aborted) return;
    const candidates = findMostFrequent(answers.flatMap((each) => (each.status === 'fulfilled' ? each.value : [])));
    const [primary] = candidates;
    if (!primary) throw answers.find((each) => each.status === 'rejected')?.reason;
    const isPresent = (endpoint: RedisEndpoint) => formatEndpoint(endpoint) === this.primaryName;
    this.use(candidates.find((each) => isPresent(each) === (this.state.status === 'up')) ?? primary);
  }

  private async ask(access: RedisServerAccess, signal: AbortSignal): Promise<RedisEndpoint> {
    const { primary, clock } = this.options;
    const reply = await askRedis(access, ['sentinel', 'get-master-addr-by-name', primary], { clock, signal });
    if (reply === null) throw new RedisConnectionError('a sentinel knows no primary of this name');
    const [host, port] = Array.isArray(reply) ? (reply as unknown[]) : [];
    const endpoint = parseEndpoint(host, port);
    if (!endpoint) throw new ProtocolError('the reply of a sentinel cannot be read');
    return endpoint;
  }

  private use(endpoint: RedisEndpoint): void {
    const name = formatEndpoint(endpoint);
    if (name === this.primaryName) return;
    const client = new StandaloneClient({ ...this.options, endpoint, name: `Redis server ${name}` });
    this.client?.close();
    this.client = client;
    this.primaryName = name;
  }
}

/** The endpoints that most sentinels name, each once; several when as many name each of them. */
function findMostFrequent(endpoints: readonly RedisEndpoint[]): RedisEndpoint[] {
  const counts = new Map<string, { readonly endpoint: RedisEndpoint; count: number }>();
  for (const endpoint of endpoints) {
    const counted = counts.get(formatEndpoint(endpoint)) ?? { endpoint, count: 0 };
    counted.count++;
    counts.set(formatEndpoint(endpoint), counted);
  }
  const all = [...counts.values()];
  const most = Math.max(...all.map(({ count }) => count));
  return all.filter(({ count }) => count === most).map(({ endpoint }) => endpoint);
}
