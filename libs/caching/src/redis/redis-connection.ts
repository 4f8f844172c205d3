import { redisInsStore } from 'cache-manager-ioredis-yet';
import { ReplyError, type ChainableCommander, type Redis } from 'ioredis';
import type { Clock } from '#libs/clock';
import { StateChangeNotifier } from './state-change-notifier.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { createRedis, type RedisAccess } from './create-redis.js';

export interface RedisConnectionOptions extends RedisAccess {
  /** For the answers to what is asked together, in milliseconds. */
  readonly timeoutMs: number;
  /** Before each key; what the access list has to allow. */
  readonly keyPrefix: string;
  readonly clock: Clock;
  /** 0 to 1, for the delays between attempts: pods that lost Redis together must not come back together. */
  readonly random: () => number;
  /** Told when Redis goes and when it comes; the reason holds no secret. */
  readonly logger: Pick<Console, 'log' | 'warn'>;
}

export interface KeyValue {
  readonly key: string;
  readonly value: Buffer;
}

/** Redis keeps silent: it may be slow, stopped, or gone without a word. */
class SilenceError extends Error {
  override readonly name = 'SilenceError';
}

const FAILURES_TO_OPEN = 3;
const PROBE_INTERVAL_MS = 500;
/** Longer than any prediction: of what else may lie under a key, no more is fetched. */
const MAX_VALUE_BYTES = 4_096;
/** A key that nothing is kept under. */
const PROBE_KEY = 'trial';
/** Trials without any answer after which the connection is given up: TCP would hope for a quarter of an hour. */
const MAX_SILENT_PROBES = 2;
/** Between two lines that it is gone. */
const DEBOUNCE_MS = 10_000;
/** Reads go on from a replica: they must not be cut off by each write. */
const LOOK_FOR_PRIMARY_EVERY_MS = 5_000;
const FIRST_DELAY_MS = 50;
const MAX_DELAY_MS = 1_000;

/**
 * One connection to one Redis, which may be absent, slow or silent at any time: it starts without it, joins it when it
 * comes, and is back by itself. Not for clusters: a pipeline goes to one node.
 */
export class RedisConnection {
  private readonly redis: Redis;
  private readonly circuitBreaker: CircuitBreaker;
  private readonly notifier: StateChangeNotifier;
  private attempts = 0;
  private silentProbes = 0;
  private lookedForPrimaryMs = Number.NEGATIVE_INFINITY;
  /** What went wrong with the present connection. */
  private fault: string | undefined;

  constructor(private readonly options: RedisConnectionOptions) {
    // The store's own methods would revive stored text into code, and turn one broken value into misses for all.
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
    // Comes before the answers to AUTH and SELECT: only a trial, which is answered after them, knows.
    this.redis.on('ready', () => this.circuitBreaker.probeNow());
    // What it fails with comes as an event as well.
    this.redis.connect().catch(() => {});
  }

  /** Why nothing can be asked now; undefined when it can. */
  get downReason(): string | undefined {
    return this.circuitBreaker.openReason;
  }

  /**
   * The values under the keys, in one round trip; empty where there is none, or none that is a string.
   * @throws Error when Redis does not answer in time, or refuses
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
   * Stores values for so long, in one round trip.
   * @returns how many were stored: a full or read-only Redis refuses single ones, and may be read all the same
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

  /** Ends the connection; what is under way fails. */
  close(): void {
    this.notifier.stop();
    this.circuitBreaker.stop();
    this.redis.disconnect();
  }

  /**
   * A connection that fails a trial is given up: at once when it was refused something, because a new one logs in anew
   * with the password of that time; and when it stays silent. (ioredis' `socketTimeout` would outlive the connection that it
   * was set for and end the next one: 5.11.1.)
   */
  private async probe(): Promise<void> {
    if (this.redis.status !== 'ready') throw new Error(this.fault ?? 'not connected yet');
    try {
      await this.fetch([PROBE_KEY]);
      // A refused login or database leaves a connection that answers, as somebody else or somewhere else.
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

  /** GETRANGE and not MGET: somebody's fifty megabytes under one key must not cost the others the time limit. */
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
   * Sends a pipeline and waits for its answers, in their order, each with an error that Redis gave.
   * @throws Error when the connection is lost or an answer does not come in time
   */
  private readReplies(pipeline: ChainableCommander): Promise<[Error | null, unknown][]> {
    return new Promise((resolve, reject) => {
      const cancelTimer = this.options.clock.after(this.options.timeoutMs, () => {
        // After this process itself stood still, answers may lie there unread: they are read before this.
        setImmediate(reject, new SilenceError(`no answer within ${this.options.timeoutMs} ms`));
      });
      void pipeline.exec((error, results = []) => {
        cancelTimer();
        const lost = error ?? results?.find(([each]) => each && !(each instanceof ReplyError))?.[0];
        if (lost) reject(lost);
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
