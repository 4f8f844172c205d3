import type { AutoscalerOptions } from '../../../../deploy/check/autoscaling/autoscaler.js';
import {
  simulateFleet,
  type CacheCurves,
  type FleetSample,
  type PodCapacity,
} from '../../../../deploy/check/autoscaling/fleet.js';
import { dailyCurve } from '../../../../deploy/check/autoscaling/load-curves.js';
import type { RollOut } from '../../../../deploy/check/autoscaling/roll-out.js';
import { createHitCurve } from '../simulation/cache-curves.js';
import { toBands } from '../simulation/hit-rate.js';
import {
  CACHES,
  MAX_WAIT_SECONDS,
  NODES,
  POD_CORES,
  POD_START_SECONDS,
  POPULARITY,
  SIZING_ASSUMPTIONS,
} from './assumptions.js';
import type { TextCosts } from './sizing.js';

export interface Scenario {
  readonly name: string;
  readonly samples: readonly FleetSample[];
}

export const SCENARIO_TEXTS_PER_DAY = 1e9;
const SECONDS_PER_DAY = 86_400;
const MS_PER_SECOND = 1_000;
/** CPU of a pod at the target of the autoscaler. */
const TARGET_CORES = SIZING_ASSUMPTIONS.cpuTarget * SIZING_ASSUMPTIONS.requestedCores;
const SCENARIO_SECONDS = 5_400;
/** Until the autoscaler has found its pods. */
const SETTLING_SECONDS = 900;
const [EVENT_SECONDS, SPIKE_SECONDS, SPIKE_FACTOR] = [1_200, 900, 3];
const ROLL_OUT: Omit<RollOut, 'isNewModel'> = {
  startSeconds: SETTLING_SECONDS + EVENT_SECONDS,
  maxSurge: 0.25,
  maxUnavailable: 0,
  minReadySeconds: 5,
};

/** A fleet with a load of `SCENARIO_TEXTS_PER_DAY`: a day, a spike, and roll-outs at the peak. */
export function simulateScenarios(costs: TextCosts, autoscaler: AutoscalerOptions): Scenario[] {
  const pod: PodCapacity = {
    limitCores: POD_CORES,
    requestedCores: SIZING_ASSUMPTIONS.requestedCores,
    newTextCpuMs: costs.newTextMs,
    knownTextCpuMs: costs.knownTextMs,
    startSeconds: POD_START_SECONDS,
    maxWaitSeconds: MAX_WAIT_SECONDS,
  };
  const { catalogTexts, zipfExponent, uniqueShare } = POPULARITY;
  const bands = toBands(catalogTexts, zipfExponent, uniqueShare);
  const caches: CacheCurves = {
    memory: createHitCurve(bands, CACHES.memoryTexts),
    all: createHitCurve(bands, CACHES.redisTexts),
  };
  const meanTexts = SCENARIO_TEXTS_PER_DAY / SECONDS_PER_DAY;
  const peakTexts = meanTexts * SIZING_ASSUMPTIONS.peakFactor;
  const day = dailyCurve(SCENARIO_TEXTS_PER_DAY, SIZING_ASSUMPTIONS.peakFactor);
  const seenTexts = SCENARIO_TEXTS_PER_DAY;
  const simulate = (offeredAt: (seconds: number) => number, seconds: number, rollOut?: RollOut): FleetSample[] =>
    simulateFleet({
      offeredAt,
      durationSeconds: SETTLING_SECONDS + seconds,
      pod,
      autoscaler,
      nodes: NODES,
      caches,
      seenTexts,
      startPods: Math.max(autoscaler.minReplicas, Math.ceil(countCores(offeredAt(0)) / TARGET_CORES)),
      ...(rollOut && { rollOut }),
    }).slice(SETTLING_SECONDS);
  const hitRate = caches.all(seenTexts);
  const textMs = (1 - hitRate) * pod.newTextCpuMs + hitRate * pod.knownTextCpuMs;
  const countCores = (textsPerSecond: number) => (textsPerSecond * textMs) / MS_PER_SECOND;
  const isSpike = (seconds: number) => seconds >= EVENT_SECONDS && seconds < EVENT_SECONDS + SPIKE_SECONDS;
  return [
    { name: 'A day', samples: simulate((seconds) => day(seconds - SETTLING_SECONDS), SECONDS_PER_DAY) },
    {
      name: `A spike of ${SPIKE_FACTOR} times the mean`,
      samples: simulate(
        (seconds) => meanTexts * (isSpike(seconds - SETTLING_SECONDS) ? SPIKE_FACTOR : 1),
        SCENARIO_SECONDS,
      ),
    },
    {
      name: 'Roll-out at the peak',
      samples: simulate(() => peakTexts, SCENARIO_SECONDS, { ...ROLL_OUT, isNewModel: false }),
    },
    {
      name: 'Roll-out of another model at the peak',
      samples: simulate(() => peakTexts, SCENARIO_SECONDS, { ...ROLL_OUT, isNewModel: true }),
    },
  ];
}
