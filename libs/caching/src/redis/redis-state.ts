import type { TierState } from '../prediction-cache.js';
import { toLogCause, toPublicCause } from './redis-errors.js';

/** How a server can be used: `read-only` when it answers reads and refuses every write. */
export type RedisServerState =
  { readonly status: 'up' } | { readonly status: 'read-only' | 'down'; readonly cause: Error };

/** How Redis can be used as a whole: `partial` when a part of a cluster cannot be used, or has no server. */
export type RedisState = RedisServerState | { readonly status: 'partial'; readonly cause: Error };

/** The state with a reason that may be public. */
export function toTierState(state: RedisState): TierState {
  switch (state.status) {
    case 'up':
      return state;
    case 'partial':
      return { status: 'partial', reason: `A part of the Redis Cluster cannot be used: ${toPublicCause(state.cause)}` };
    case 'read-only':
      return { status: 'read-only', reason: `Redis refuses writes: ${toPublicCause(state.cause)}` };
    case 'down':
      return { status: 'down', reason: `Redis is unavailable: ${toPublicCause(state.cause)}` };
  }
}

/**
 * Writes one line about a change of a server's state.
 * @param name what the log calls the server
 * @param before the status of the line before; undefined for the first line
 */
export function logRedisState(
  name: string,
  state: RedisServerState,
  before: RedisServerState['status'] | undefined,
  logger: Pick<Console, 'log' | 'warn'>,
): void {
  switch (state.status) {
    case 'up':
      logger.log(before === 'read-only' ? `${name} accepts writes again` : `${name} answers`);
      return;
    case 'read-only':
      logger.warn(`${name} refuses writes, and the service still reads from it: ${toLogCause(state.cause)}`);
      return;
    case 'down':
      logger.warn(`${name} is unavailable, and the service answers without it: ${toLogCause(state.cause)}`);
      return;
  }
}
