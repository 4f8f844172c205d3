import type { Clock } from '#libs/clock';
import { connectRedis, createRedis, type RedisServerAccess } from './create-redis.js';
import { MAX_VALUE_BYTES } from './redis-commands.js';
import { RedisConnectionError, SilenceError } from './redis-errors.js';

const ANSWER_WITHIN_MS = 3_000;

export interface AskOptions {
  readonly clock: Clock;
  /** Ends the connection at once. */
  readonly signal: AbortSignal;
}

/**
 * Sends one command on a connection of its own.
 *
 * @param command words such as `['cluster', 'slots']`; the guard of replies has to know the first one
 * @returns the reply as ioredis parses it
 * @throws Error when there is no connection or an error in reply, when login, connection and reply take more than three
 * seconds together, and at the abort of the signal
 */
export async function askRedis(
  access: RedisServerAccess,
  [name, ...words]: readonly [string, ...string[]],
  { clock, signal }: AskOptions,
): Promise<unknown> {
  let fault: Error | undefined;
  const redis = createRedis(access, MAX_VALUE_BYTES, { delayMs: () => null, lookForPrimary: () => false });
  redis.on('error', (error: Error) => (fault ??= error));
  let cancelTimer = () => {};
  let onAbort = () => {};
  const end = new Promise<never>((_, reject) => {
    cancelTimer = clock.after(ANSWER_WITHIN_MS, () => {
      reject(new SilenceError(`no answer within ${ANSWER_WITHIN_MS} ms`));
    });
    onAbort = () => {
      reject(new RedisConnectionError('stopped'));
    };
  });
  signal.addEventListener('abort', onAbort);
  try {
    const answer = connectRedis(redis, access.credentials).then(() => redis.call(name, ...words));
    return await Promise.race([answer, end]);
  } catch (error) {
    // ioredis replaces the reason why a connection ended by one of its own.
    throw fault ?? error;
  } finally {
    cancelTimer();
    signal.removeEventListener('abort', onAbort);
    redis.disconnect();
  }
}
