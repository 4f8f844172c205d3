import { askRedis } from '../ask-redis.js';
import type { RedisServerAccess } from '../create-redis.js';
import { formatEndpoint, parseEndpoint, type RedisEndpoint } from '../redis-address.js';
import type { ReadResult, RedisClient } from '../redis-client.js';
import type { KeyValue } from '../redis-commands.js';
import { ProtocolError, RedisConnectionError, toError, toLogCause } from '../redis-errors.js';
import type { RedisServerState } from '../redis-state.js';
import { StandaloneClient, type StandaloneClientOptions } from '../standalone-client.js';
import { StateChangeNotifier } from '../state-change-notifier.js';

export interface SentinelClientOptions extends Omit<StandaloneClientOptions, 'endpoint' | 'name'> {
  /** How to ask each sentinel. */
  readonly sentinels: readonly RedisServerAccess[];
  /** The name that the sentinels know the primary by. */
  readonly primary: string;
}

const ASK_EVERY_MS = 10_000;
/** While the primary is down or takes no writes. */
const ASK_SOON_MS = 1_000;
const DEBOUNCE_MS = 10_000;

/** All values on the primary that sentinels name. The connection follows the primary after a failover. */
export class SentinelClient implements RedisClient {
  private client: StandaloneClient | undefined;
  private primaryName: string | undefined;
  private fault: Error = new RedisConnectionError('not connected yet');
  private askedMs = Number.NEGATIVE_INFINITY;
  private readonly closing = new AbortController();
  private readonly notifier: StateChangeNotifier;
  private cancelAsk: () => void = () => {};

  constructor(private readonly options: SentinelClientOptions) {
    const { clock, logger } = options;
    this.notifier = new StateChangeNotifier({
      clock,
      debounceMs: DEBOUNCE_MS,
      onChange: (state) => {
        if (state.status === 'up') logger.log('The sentinels name the primary of Redis');
        else logger.warn(`No sentinel names the primary of Redis: ${toLogCause(state.cause)}`);
      },
    });
    void this.locate();
  }

  get state(): RedisServerState {
    return this.client?.state ?? { status: 'down', cause: this.fault };
  }

  async getMany(keys: readonly string[]): Promise<ReadResult[]> {
    return (await this.client?.getMany(keys)) ?? keys.map(() => 'skipped');
  }

  async setMany(entries: readonly KeyValue[]): Promise<number> {
    return (await this.client?.setMany(entries)) ?? 0;
  }

  close(): void {
    this.closing.abort();
    this.cancelAsk();
    this.notifier.stop();
    this.client?.close();
  }

  /**
   * Asks all sentinels: one that was cut off from the others may name a primary of the past. When as many name another
   * one, the present primary stays while it is up.
   */
  private async locate(): Promise<void> {
    const answers = await Promise.allSettled(this.options.sentinels.map((access) => this.ask(access)));
    if (this.closing.signal.aborted) return;
    const named = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    const [primary, ...others] = findMostFrequent(named);
    if (primary) {
      this.notifier.note({ status: 'up' });
      const isPresent = (endpoint: RedisEndpoint) => formatEndpoint(endpoint) === this.primaryName;
      const candidates = [primary, ...others];
      this.use(candidates.find((each) => isPresent(each) === (this.state.status === 'up')) ?? primary);
    } else {
      const [cause] = answers.flatMap((answer) => (answer.status === 'rejected' ? toError(answer.reason) : []));
      this.fault = cause ?? this.fault;
      this.notifier.note({ status: 'down', cause: this.fault });
    }
    this.askedMs = this.options.clock.nowMs();
    this.scheduleAsk();
  }

  private scheduleAsk(): void {
    const { clock, random } = this.options;
    this.cancelAsk = clock.after(ASK_SOON_MS * (0.5 + random() / 2), () => {
      const isDue = clock.nowMs() - this.askedMs >= ASK_EVERY_MS;
      if (isDue || this.state.status !== 'up') void this.locate();
      else this.scheduleAsk();
    });
  }

  private async ask(access: RedisServerAccess): Promise<RedisEndpoint> {
    const { primary, clock } = this.options;
    const options = { clock, signal: this.closing.signal };
    const reply = await askRedis(access, ['sentinel', 'get-master-addr-by-name', primary], options);
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
