import type { ChainableCommander, Redis } from 'ioredis';
import type { Clock } from '#libs/clock';
import { parseRedirect, type Redirect } from './cluster/redirect.js';
import { isReplyError, SilenceError } from './redis-errors.js';

export interface RedisCommandsOptions {
  /** Time limit for the replies to one pipeline, in milliseconds. */
  readonly timeoutMs: number;
  /** Prefix of each key; the access list of Redis has to allow it. */
  readonly keyPrefix: string;
  /** How long Redis keeps a value. */
  readonly ttlSeconds: number;
  readonly clock: Clock;
  /** Whether the server is one of a cluster: then a redirect is a reply, and no failure. */
  readonly isClusterServer: boolean;
}

export interface KeyValue {
  readonly key: string;
  readonly value: Buffer;
}

/** Longer than any stored prediction: of a longer value under a key, only this part is fetched. */
const LAST_BYTE = 4_096;
/** The longest reply with a value. */
export const MAX_VALUE_BYTES = LAST_BYTE + 1;

/** The reply to one command, or the error that Redis answered it with. */
type Reply = readonly [error: Error | null, value?: unknown];

/** The commands of the cache, each call one pipeline and one round trip. */
export class RedisCommands {
  constructor(
    private readonly redis: Redis,
    private readonly options: RedisCommandsOptions,
  ) {}

  /**
   * Reads values. A missing value, or one that is no string, is an empty buffer.
   *
   * GETRANGE and not MGET: a value of fifty megabytes under one key must not use up the time limit of the others.
   *
   * @param isAsking whether another server sent these keys here, and does not own their slots yet
   * @throws Error when the connection breaks, Redis does not reply in time, or it refuses
   */
  async fetch(keys: readonly string[], isAsking = false): Promise<(Buffer | Redirect)[]> {
    const pipeline = this.redis.pipeline();
    for (const key of keys) {
      if (isAsking) pipeline.asking();
      pipeline.getrangeBuffer(this.options.keyPrefix + key, 0, LAST_BYTE);
    }
    const replies = await this.readReplies(pipeline, isAsking);
    return replies.map(([error, value]) => {
      if (error && !error.message.startsWith('WRONGTYPE')) return this.toRedirect(error);
      return Buffer.isBuffer(value) ? value : Buffer.alloc(0);
    });
  }

  /**
   * Stores values.
   * @returns for each value undefined, or why it was not stored
   * @throws Error when the connection breaks, or Redis does not reply in time
   */
  async store(entries: readonly KeyValue[], isAsking = false): Promise<(undefined | Error | Redirect)[]> {
    const { keyPrefix, ttlSeconds } = this.options;
    const pipeline = this.redis.pipeline();
    for (const { key, value } of entries) {
      if (isAsking) pipeline.asking();
      pipeline.set(keyPrefix + key, value, 'EX', ttlSeconds);
    }
    const replies = await this.readReplies(pipeline, isAsking);
    return replies.map(([error]) => {
      if (!error) return undefined;
      return (this.options.isClusterServer ? parseRedirect(error) : undefined) ?? error;
    });
  }

  /** @throws the error, unless it is a redirect within a cluster */
  private toRedirect(error: Error): Redirect {
    const redirect = this.options.isClusterServer ? parseRedirect(error) : undefined;
    if (!redirect) throw error;
    return redirect;
  }

  /** Sends a pipeline and waits for its replies, in their order, without those to ASKING. */
  private readReplies(pipeline: ChainableCommander, isAsking: boolean): Promise<Reply[]> {
    const { timeoutMs, clock } = this.options;
    return new Promise((resolve, reject) => {
      const cancelTimer = clock.after(timeoutMs, () => {
        // When this process itself was paused, replies may have arrived unread: they are read before the rejection.
        setImmediate(reject, new SilenceError(`no answer within ${timeoutMs} ms`));
      });
      void pipeline.exec((error, results) => {
        cancelTimer();
        const replies = results ?? [];
        const connectionError = error ?? replies.find(([each]) => each && !isReplyError(each))?.[0];
        if (connectionError) reject(connectionError);
        else resolve(isAsking ? replies.filter((_, index) => index % 2 === 1) : replies);
      });
    });
  }
}
