import type { Clock } from '#libs/clock';
import { IncompleteShardsError } from './incomplete-shards-error.js';

const CHECK_INTERVAL_MS = 2_000;
const MS_PER_MINUTE = 60_000;

/** Time as a parameter. A timer of `Clock` would not keep the process alive. */
export interface WaitTime extends Pick<Clock, 'nowMs'> {
  sleep(ms: number): Promise<unknown>;
}

export interface ShardWait<T> {
  /** Fails with an IncompleteShardsError as long as a shard is missing or not complete. */
  readonly collect: () => Promise<T>;
  /** 0 to look once. */
  readonly maxMinutes: number;
  readonly time: WaitTime;
  /** Called when another reason to wait comes up. */
  readonly onWait: (reason: string) => void;
}

/**
 * Looks for the shards until all of them are complete.
 *
 * @returns the result of `collect`
 * @throws the last error of `collect` when the time is over, and any other error at once
 */
export async function waitForShards<T>({ collect, maxMinutes, time, onWait }: ShardWait<T>): Promise<T> {
  const endMs = time.nowMs() + maxMinutes * MS_PER_MINUTE;
  let shownReason: string | undefined;
  for (;;) {
    try {
      return await collect();
    } catch (error) {
      if (!(error instanceof IncompleteShardsError) || time.nowMs() >= endMs) throw error;
      if (error.message !== shownReason) onWait(error.message);
      shownReason = error.message;
      await time.sleep(CHECK_INTERVAL_MS);
    }
  }
}
