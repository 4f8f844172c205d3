import { redisInsStore } from 'cache-manager-ioredis-yet';
import { ReplyError, type ChainableCommander, type Redis } from 'ioredis';
import type { Clock } from '#libs/clock';
import { StateChangeNotifier } from './state-change-notifier.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { createRedis, type RedisAccess } from './create-redis.js';

export interface RedisConnectionOptions extends RedisAccess {
  /** Time limit for the replies to one pipeline, in milliseconds. */
  readonly timeoutMs: number;
  /** Prefix of each key; the access list of Redis has to allow it. */
  readonly keyPrefix: string;
  readonly clock: Clock;
  /** Returns 0 to 1, the jitter of reconnection: pods that lost Redis together must not reconnect together. */
  readonly random: () => number;
  /** Receives one line when Redis becomes unavailable or available; no line holds a secret. */
  readonly logger: Pick<Console, 'log' | 'warn'>;
}

export interface KeyValue {
  readonly key: string;
  readonly value: Buffer;
}

/** Redis did not reply in time: it may be slow, stopped or unreachable. */
class SilenceError extends Error {
  override readonly name = 'SilenceError';
}

const FAILURES_TO_OPEN = 3;
const PROBE_INTERVAL_MS = 500;
/** Longer than any stored prediction: of a longer value under a key, only this part is fetched. */
const MAX_VALUE_BYTES = 4_096;
/** A key without a value. */
const PROBE_KEY = 'probe';
/** Probes without a reply after which the connection is closed: TCP would keep it for a quarter of an hour. */
const MAX_SILENT_PROBES = 2;
/** Shortest time between two lines that Redis is unavailable. */
const DEBOUNCE_MS = 10_000;
/** A replica still answers reads: they must not be interrupted by a reconnection after each refused write. */
const LOOK_FOR_PRIMARY_EVERY_MS = 5_000;
const FIRST_DELAY_MS = 50;
const MAX_DELAY_MS = 1_000;

/**
 * One connection to one Redis. Redis may be absent, slow or silent at any time: the service starts without it, and the
 * connection is established as soon as Redis is available. Not for clusters: a pipeline goes to one node.
 */
export class RedisConnection {
  private readonly redis: Redis;
  private readonly circuitBreaker: CircuitBreaker;
  private readonly notifier: StateChangeNotifier;
  private attempts = 0;
  private silentProbes = 0;
  private lookedForPrimaryMs = Number.NEGATIVE_INFINITY;
  /** The error of the present connection. */
  private fault: string | undefined;

  constructor(private readonly options: RedisConnectionOptions) {
    // The store's own methods would revive stored text into code, and turn one broken value into misses for all keys.
    const redis = createRedis(options, {
      delayMs: () => this.reconnectDelayMs(),
      lookForPrimary: () => this.lookForPrimary(),
    });
    this.redis = redisInsStore(redis).client as Redis;
    this.notifier = new StateChangeNotifier({
      clock: options.clock,
      debounceMs: DEBOUNCE_MS,
      onChange: (state) => {
        if (state.status === 'up') options.logger.log('Redis answers');
        else options.logger.warn(`Redis is out of reach, answering without it: ${state.reason}`);
      },
    });
    this.circuitBreaker = new CircuitBreaker({
      clock: options.clock,
      failuresToOpen: FAILURES_TO_OPEN,
      probeIntervalMs: PROBE_INTERVAL_MS,
      probe: () => this.probe(),
      onOpen: (reason) => this.notifier.note({ status: 'down', reason }),
      onClose: () => {
        this.attempts = 0;
        this.notifier.note({ status: 'up' });
      },
    });
    this.redis.on('connect', () => {
      this.fault = undefined;
      this.silentProbes = 0;
    });
    this.redis.on('error', (error: Error) => (this.fault = error.message));
    this.redis.on('close', () => {
      this.circuitBreaker.open(this.fault ?? 'the connection was closed');
    });
    // 'ready' comes before the replies to AUTH and SELECT. The reply to a probe comes after them.
    this.redis.on('ready', () => this.circuitBreaker.probeNow());
    // The error is emitted as an event, too.
    this.redis.connect().catch(() => {});
  }

  /** Why the connection cannot be used now; undefined when it can. */
  get downReason(): string | undefined {
    return this.circuitBreaker.openReason;
  }

  /**
   * Reads values in one round trip. A missing value, or one that is no string, is an empty buffer.
   * @throws Error when Redis does not reply in time, or refuses
   */
  async getMany(keys: readonly string[]): Promise<Buffer[]> {
    const beganMs = this.options.clock.nowMs();
    try {
      const values = await this.fetch(keys);
      this.circuitBreaker.record(beganMs);
      return values;
    } catch (error) {
      this.circuitBreaker.record(beganMs, getMessage(error));
      throw error;
    }
  }

  /**
   * Stores values for `ttlSeconds`, in one round trip.
   * @returns the number of stored values: a full or read-only Redis refuses single writes, and can still be read
   */
  async setMany(entries: readonly KeyValue[], ttlSeconds: number): Promise<number> {
    const beganMs = this.options.clock.nowMs();
    const pipeline = this.redis.pipeline();
    for (const { key, value } of entries) pipeline.set(this.options.keyPrefix + key, value, 'EX', ttlSeconds);
    try {
      const results = await this.readReplies(pipeline);
      this.circuitBreaker.record(beganMs);
      return results.filter(([error]) => !error).length;
    } catch (error) {
      this.circuitBreaker.record(beganMs, getMessage(error));
      return 0;
    }
  }

  /** Closes the connection; pending commands fail. */
  close(): void {
    this.notifier.stop();
    this.circuitBreaker.stop();
    this.redis.disconnect();
  }

  /**
   * A connection that fails a probe is closed: at once when Redis refused the probe, because a new connection logs in
   * with the current password; after several probes when Redis stays silent. (ioredis' `socketTimeout` would outlive the connection that it
   * was set for and end the next one: 5.11.1.)
   */
  private async probe(): Promise<void> {
    if (this.redis.status !== 'ready') throw new Error(this.fault ?? 'not connected yet');
    try {
      await this.fetch([PROBE_KEY]);
      // After a refused login or SELECT the connection still answers, as another user or from another database.
      if (this.fault !== undefined) throw new Error(this.fault);
    } catch (error) {
      const isSilent = error instanceof SilenceError && ++this.silentProbes < MAX_SILENT_PROBES;
      if (!isSilent) {
        this.fault ??= getMessage(error);
        this.redis.disconnect(true);
      }
      throw error;
    }
  }

  /** GETRANGE and not MGET: a value of fifty megabytes under one key must not use up the time limit of the others. */
  private async fetch(keys: readonly string[]): Promise<Buffer[]> {
    const pipeline = this.redis.pipeline();
    for (const key of keys) pipeline.getrangeBuffer(this.options.keyPrefix + key, 0, MAX_VALUE_BYTES);
    const results = await this.readReplies(pipeline);
    return results.map(([error, value]) => {
      if (error && !error.message.startsWith('WRONGTYPE')) throw error;
      return Buffer.isBuffer(value) ? value : Buffer.alloc(0);
    });
  }

  /**
   * Sends a pipeline and waits for its replies, in their order, each with its error.
   * @throws Error when the connection breaks or a reply does not come in time
   */
  private readReplies(pipeline: ChainableCommander): Promise<[Error | null, unknown][]> {
    return new Promise((resolve, reject) => {
      const cancelTimer = this.options.clock.after(this.options.timeoutMs, () => {
        // When this process itself was paused, replies may have arrived unread: they are read before the rejection.
        setImmediate(reject, new SilenceError(`no answer within ${this.options.timeoutMs} ms`));
      });
      void pipeline.exec((error, results = []) => {
        cancelTimer();
        const connectionError = error ?? results?.find(([each]) => each && !(each instanceof ReplyError))?.[0];
        if (connectionError) reject(connectionError);
        else resolve(results ?? []);
      });
    });
  }

  private lookForPrimary(): boolean {
    const nowMs = this.options.clock.nowMs();
    if (nowMs - this.lookedForPrimaryMs < LOOK_FOR_PRIMARY_EVERY_MS) return false;
    this.lookedForPrimaryMs = nowMs;
    return true;
  }

  private reconnectDelayMs(): number {
    const delayMs = Math.min(FIRST_DELAY_MS * 2 ** this.attempts++, MAX_DELAY_MS);
    return delayMs * (0.5 + this.options.random() / 2);
  }
}

function getMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
