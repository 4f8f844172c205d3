import { Autoscaler, type AutoscalerOptions, type FleetState } from './autoscaler.js';

/** What one pod can do. */
export interface PodCapacity {
  /** New texts a second when the pod uses its CPU limit. */
  readonly textsPerSecond: number;
  /** New texts a second for each core that it uses. */
  readonly textsPerCoreSecond: number;
  readonly requestedCores: number;
  /** From the decision until the pod is ready: scheduling, start, readiness probe. */
  readonly startSeconds: number;
  /** A text that would wait longer is refused with 429. */
  readonly maxWaitSeconds: number;
}

/** The fleet in one second. */
export interface FleetSample {
  readonly seconds: number;
  readonly offeredTextsPerSecond: number;
  readonly pods: number;
  readonly waitSeconds: number;
  readonly refusedTexts: number;
}

/** The autoscaler decides so often; metrics are means over the time since, and as old. */
const DECISION_SECONDS = 15;

/**
 * Simulates pods that share a load equally, and the autoscaler that counts them.
 *
 * @param offeredAt texts that arrive in a second
 * @returns a sample for each second
 */
export function simulateFleet(
  offeredAt: (seconds: number) => number,
  durationSeconds: number,
  pod: PodCapacity,
  options: AutoscalerOptions,
): FleetSample[] {
  const autoscaler = new Autoscaler(options);
  const samples: FleetSample[] = [];
  /** When each pod is ready. */
  let readyAt = Array.from({ length: options.minReplicas }, () => 0);
  let backlogTexts = 0;
  let measured: FleetState[] = [];
  let known: FleetState | undefined;
  for (let seconds = 0; seconds < durationSeconds; seconds++) {
    const readyPods = readyAt.filter((at) => at <= seconds).length;
    const capacity = readyPods * pod.textsPerSecond;
    const offered = offeredAt(seconds);
    const done = Math.min(capacity, backlogTexts + offered);
    const left = backlogTexts + offered - done;
    backlogTexts = Math.min(left, capacity * pod.maxWaitSeconds);
    const waitSeconds = backlogTexts / capacity;
    samples.push({
      seconds,
      offeredTextsPerSecond: offered,
      pods: readyAt.length,
      waitSeconds,
      refusedTexts: left - backlogTexts,
    });
    const usedCores = done / pod.textsPerCoreSecond / readyPods;
    measured.push({ readyPods, cpuShare: usedCores / pod.requestedCores, waitSeconds });
    if ((seconds + 1) % DECISION_SECONDS !== 0) continue;
    if (known) {
      const wanted = autoscaler.decide(readyAt.length, { ...known, readyPods }, seconds);
      const added = Array.from({ length: wanted - readyAt.length }, () => seconds + pod.startSeconds);
      readyAt = [...readyAt, ...added].slice(0, wanted);
    }
    known = average(measured);
    measured = [];
  }
  return samples;
}

function average(states: readonly FleetState[]): FleetState {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    readyPods: states.at(-1)?.readyPods ?? 0,
    cpuShare: mean(states.map(({ cpuShare }) => cpuShare)),
    waitSeconds: mean(states.map(({ waitSeconds }) => waitSeconds)),
  };
}
