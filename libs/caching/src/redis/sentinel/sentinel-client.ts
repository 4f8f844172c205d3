import { askRedis } from '../ask-redis.js';
import type { RedisServerAccess } from '../create-redis.js';
import { formatEndpoint, type RedisEndpoint } from '../redis-address.js';
import type { ReadResult, RedisClient } from '../redis-client.js';
import type { KeyValue } from '../redis-commands.js';
import type { RedisConnectionOptions } from '../redis-connection.js';
import { ProtocolError, RedisConnectionError, toError, toLogCause } from '../redis-errors.js';
import type { RedisServerState } from '../redis-state.js';
import { StandaloneClient } from '../standalone-client.js';
import { StateChangeNotifier } from '../state-change-notifier.js';

export interface SentinelClientOptions extends Omit<RedisConnectionOptions, 'endpoint' | 'name' | 'isClusterServer'> {
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
  private isClosed = false;
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

  drop(key: string, cause: ProtocolError): void {
    this.client?.drop(key, cause);
  }

  close(): void {
    this.isClosed = true;
    this.cancelAsk();
    this.notifier.stop();
    this.client?.close();
  }

  /** Asks all sentinels: one that was cut off from the others may name a primary of the past. */
  private async locate(): Promise<void> {
    const { sentinels, clock } = this.options;
    const answers = await Promise.allSettled(sentinels.map((access) => this.ask(access)));
    if (this.isClosed) return;
    const primary = findMostFrequent(answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])));
    if (primary) {
      this.notifier.note({ status: 'up' });
      this.use(primary);
    } else {
      const [cause] = answers.flatMap((answer) => (answer.status === 'rejected' ? toError(answer.reason) : []));
      this.fault = cause ?? this.fault;
      this.notifier.note({ status: 'down', cause: this.fault });
    }
    this.askedMs = clock.nowMs();
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
    const reply = await askRedis(access, ['sentinel', 'get-master-addr-by-name', primary], clock);
    if (reply === null) throw new RedisConnectionError('a sentinel knows no primary of this name');
    const [host, port] = Array.isArray(reply) ? (reply as unknown[]) : [];
    if (typeof host !== 'string' || host === '' || !/^\d{1,5}$/.test(String(port))) {
      throw new ProtocolError('the reply of a sentinel cannot be read');
    }
    return { host, port: Number(port) };
  }

  private use(endpoint: RedisEndpoint): void {
    const name = formatEndpoint(endpoint);
    if (name === this.primaryName) return;
    this.primaryName = name;
    this.client?.close();
    this.client = new StandaloneClient({ ...this.options, endpoint, name: `Redis server ${name}` });
  }
}

/** The endpoint that most sentinels name; of several, the first one. */
function findMostFrequent(endpoints: readonly RedisEndpoint[]): RedisEndpoint | undefined {
  const counts = new Map<string, number>();
  for (const endpoint of endpoints) {
    const name = formatEndpoint(endpoint);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const most = Math.max(0, ...counts.values());
  return endpoints.find((endpoint) => counts.get(formatEndpoint(endpoint)) === most);
}
