import type { TierState } from '../prediction-cache.js';
import { toLogCause, toPublicCause } from './redis-errors.js';

/** How Redis can be used: `read-only` when it answers reads and refuses every write. */
export type RedisState = { readonly status: 'up' } | { readonly status: 'read-only' | 'down'; readonly cause: Error };

/** The state with a reason that may be public. */
export function toTierState(state: RedisState): TierState {
  switch (state.status) {
    case 'up':
      return state;
    case 'read-only':
      return { status: 'read-only', reason: `Redis refuses writes: ${toPublicCause(state.cause)}` };
    case 'down':
      return { status: 'down', reason: `Redis is unavailable: ${toPublicCause(state.cause)}` };
  }
}

/**
 * Writes one line about a change of state.
 * @param before the status of the line before; undefined for the first line
 */
export function logRedisState(
  state: RedisState,
  before: RedisState['status'] | undefined,
  logger: Pick<Console, 'log' | 'warn'>,
): void {
  switch (state.status) {
    case 'up':
      logger.log(before === 'read-only' ? 'Redis accepts writes again' : 'Redis answers');
      return;
    case 'read-only':
      logger.warn(`Redis refuses writes, and the service still reads from it: ${toLogCause(state.cause)}`);
      return;
    case 'down':
      logger.warn(`Redis is unavailable, and the service answers without it: ${toLogCause(state.cause)}`);
      return;
  }
}
