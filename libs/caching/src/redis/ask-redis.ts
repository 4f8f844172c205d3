import type { Clock } from '#libs/clock';
import { connectRedis, createRedis, type RedisServerAccess } from './create-redis.js';
import { MAX_VALUE_BYTES } from './redis-commands.js';
import { SilenceError } from './redis-errors.js';

const ANSWER_WITHIN_MS = 3_000;

/**
 * Sends one command on a connection of its own.
 *
 * @param command words such as `['cluster', 'slots']`; the guard of replies has to know the first one
 * @returns the reply as ioredis parses it
 * @throws Error when there is no connection, no reply within three seconds, or an error in reply
 */
export async function askRedis(
  access: RedisServerAccess,
  [name, ...words]: readonly [string, ...string[]],
  clock: Clock,
): Promise<unknown> {
  let fault: Error | undefined;
  const redis = createRedis(access, MAX_VALUE_BYTES, { delayMs: () => null, lookForPrimary: () => false });
  redis.on('error', (error: Error) => (fault ??= error));
  let cancelTimer = () => {};
  const silence = new Promise<never>((_, reject) => {
    cancelTimer = clock.after(ANSWER_WITHIN_MS, () => {
      reject(new SilenceError(`no answer within ${ANSWER_WITHIN_MS} ms`));
    });
  });
  try {
    return await Promise.race([
      connectRedis(redis, access.credentials).then(() => redis.call(name, ...words)),
      silence,
    ]);
  } catch (error) {
    // ioredis replaces the reason why a connection ended by one of its own.
    throw fault ?? error;
  } finally {
    cancelTimer();
    redis.disconnect();
  }
}
