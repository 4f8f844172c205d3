import type { WorkerTimings } from './worker-process.js';

const TIMINGS: WorkerTimings = {
  pingIntervalMs: 500,
  // The shipped model's longest batch takes a tenth of a second of a slow core's time; at a tenth of a core, a second.
  unresponsiveAfterMs: 2_000,
  killAfterMs: 5_000,
  // At a tenth of a core some ten seconds.
  loadWithinMs: 120_000,
};
/** Of what the longest run costs: a large model may be silent for longer than TIMINGS say. */
const UNRESPONSIVE_AFTER_RUNS = 4;
const KILL_AFTER_RUNS = 10;

/**
 * How long a model process may be silent, which grows with what its longest run turns out to cost.
 * @param longestBatchMs by what runs have cost so far
 */
export function workerTimings(longestBatchMs: () => number): WorkerTimings {
  return {
    ...TIMINGS,
    get unresponsiveAfterMs() {
      return Math.max(TIMINGS.unresponsiveAfterMs, Math.ceil(UNRESPONSIVE_AFTER_RUNS * longestBatchMs()));
    },
    get killAfterMs() {
      return Math.max(TIMINGS.killAfterMs, Math.ceil(KILL_AFTER_RUNS * longestBatchMs()));
    },
  };
}
