import { redisInsStore } from 'cache-manager-ioredis-yet';
import { ReplyError, type Redis } from 'ioredis';
import type { Clock } from '#libs/classification';
import { Breaker } from './breaker.js';
import { createRedis, type RedisAccess } from './create-redis.js';

export interface RedisLinkOptions extends RedisAccess {
  /** Before each key; what the access list has to allow. */
  readonly keyPrefix: string;
  readonly clock: Clock;
  /** 0 to 1, for the delays between attempts: pods that lost Redis together must not come back together. */
  readonly random: () => number;
  /** Told when Redis goes and when it comes, once each; holds no secret. */
  readonly report: (event: 'down' | 'up', detail: string) => void;
}

export interface KeyValue {
  readonly key: string;
  readonly value: Buffer;
}

const FAILURES_TO_OPEN = 3;
const TRIAL_INTERVAL_MS = 500;
/** Longer than any prediction: of what else may lie under a key, no more is fetched. */
const MAX_VALUE_BYTES = 4_096;
/** A key that nothing is kept under. */
const TRIAL_KEY = 'trial';
/** Trials without any answer after which the connection is given up: TCP would hope for a quarter of an hour. */
const SILENT_TRIALS = 2;
/** What ioredis rejects with when `commandTimeout` is over. */
const TIMED_OUT = 'Command timed out';
const FIRST_DELAY_MS = 50;
const MAX_DELAY_MS = 1_000;

/**
 * One connection to one Redis, which may be absent, slow or silent at any time: it starts without it, joins it when it
 * comes, and is back by itself. Not for clusters: a pipeline goes to one node.
 */
export class RedisLink {
  private readonly redis: Redis;
  private readonly breaker: Breaker;
  private announced: 'down' | 'up' | undefined;
  private attempts = 0;
  private silentTrials = 0;
  /** What went wrong with the present connection. */
  private fault: string | undefined;
  private closing = false;

  constructor(private readonly options: RedisLinkOptions) {
    // The store's own methods would revive stored text into code, and turn one broken value into misses for all.
    this.redis = redisInsStore(createRedis(options, () => this.reconnectDelayMs())).client as Redis;
    this.breaker = new Breaker({
      clock: options.clock,
      failuresToOpen: FAILURES_TO_OPEN,
      trialIntervalMs: TRIAL_INTERVAL_MS,
      trial: () => this.tryOut(),
      onOpened: (reason) => this.announce('down', reason),
      onClosed: () => {
        this.attempts = 0;
        this.announce('up', '');
      },
    });
    this.redis.on('connect', () => (this.fault = undefined));
    this.redis.on('error', (error: Error) => (this.fault = error.message));
    this.redis.on('close', () => {
      const reason = this.fault ?? 'the connection was closed';
      this.breaker.open(reason);
      this.announce('down', reason);
    });
    // Comes before the answers to AUTH and SELECT: only a trial, which is answered after them, knows.
    this.redis.on('ready', () => this.breaker.tryNow());
    // What it fails with comes as an event as well.
    this.redis.connect().catch(() => {});
  }

  /** Why nothing can be asked now; undefined when it can. */
  get downBecause(): string | undefined {
    return this.breaker.openBecause;
  }

  /**
   * The values under the keys, in one round trip; empty where there is none, or none that is a string.
   * @throws Error when Redis does not answer in time, or refuses
   */
  async getMany(keys: readonly string[]): Promise<Buffer[]> {
    try {
      const values = await this.fetch(keys);
      this.breaker.ended();
      return values;
    } catch (error) {
      this.breaker.ended(messageOf(error));
      throw error;
    }
  }

  /**
   * Stores values for so long, in one round trip.
   * @returns how many were stored: a full or read-only Redis refuses single ones, and may be read all the same
   */
  async setMany(entries: readonly KeyValue[], ttlSeconds: number): Promise<number> {
    const pipeline = this.redis.pipeline();
    for (const { key, value } of entries) pipeline.set(this.options.keyPrefix + key, value, 'EX', ttlSeconds);
    const results = (await pipeline.exec().catch(() => null)) ?? [];
    const unanswered = results.find(([error]) => error && !(error instanceof ReplyError))?.[0];
    if (unanswered) this.breaker.ended(unanswered.message);
    return results.filter(([error]) => !error).length;
  }

  /** Ends the connection; what is under way fails. */
  close(): void {
    this.closing = true;
    this.breaker.stop();
    this.redis.disconnect();
  }

  /**
   * (ioredis' own `socketTimeout` outlives the connection that it was set for, and ends the next one: 5.11.1.)
   */
  private async tryOut(): Promise<void> {
    try {
      await this.fetch([TRIAL_KEY]);
      this.silentTrials = 0;
      // A refused login or database leaves a connection that answers, as somebody else or somewhere else.
      if (this.fault !== undefined) throw new Error(this.fault);
    } catch (error) {
      this.silentTrials = messageOf(error) === TIMED_OUT ? this.silentTrials + 1 : 0;
      if (this.silentTrials === SILENT_TRIALS) {
        this.silentTrials = 0;
        this.redis.disconnect(true);
      }
      throw error;
    }
  }

  /** GETRANGE and not MGET: somebody's fifty megabytes under one key must not cost the others the time limit. */
  private async fetch(keys: readonly string[]): Promise<Buffer[]> {
    const pipeline = this.redis.pipeline();
    for (const key of keys) pipeline.getrangeBuffer(this.options.keyPrefix + key, 0, MAX_VALUE_BYTES);
    const results = (await pipeline.exec()) ?? [];
    if (results.length !== keys.length) throw new Error('fewer answers than questions');
    return results.map(([error, value]) => {
      if (error && !error.message.startsWith('WRONGTYPE')) throw error;
      return Buffer.isBuffer(value) ? value : Buffer.alloc(0);
    });
  }

  private reconnectDelayMs(): number {
    const delayMs = Math.min(FIRST_DELAY_MS * 2 ** this.attempts++, MAX_DELAY_MS);
    return delayMs * (0.5 + this.options.random() / 2);
  }

  private announce(event: 'down' | 'up', detail: string): void {
    if (this.closing || this.announced === event) return;
    this.announced = event;
    this.options.report(event, detail);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
