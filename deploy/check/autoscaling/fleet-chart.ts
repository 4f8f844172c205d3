import type { AutoscalerOptions } from './autoscaler.js';
import { simulateFleet, type PodCapacity } from './fleet.js';
import { drawLineChart } from './line-chart.js';
import { CURVE_SECONDS, LOAD_CURVES } from './load-curves.js';

/** Relative to the repository. */
export const CHART_FILE = 'docs/autoscaling.svg';

/** The pod of `base/api`, measured on two cores with the former default model, which needs more CPU for a text than the present one. */
export const POD_CAPACITY: PodCapacity = {
  limitCores: 2,
  requestedCores: 1,
  newTextCpuMs: 1_000 / 450,
  knownTextCpuMs: 100 / 450,
  startSeconds: 20,
  maxWaitSeconds: 8,
};
/** Pods at 70 % of their requested CPU. */
export const TEXTS_PER_POD = (0.7 * POD_CAPACITY.requestedCores * 1_000) / POD_CAPACITY.newTextCpuMs;

const SECONDS_PER_POINT = 15;
const LOAD_COLOR = '#888';
const PODS_COLOR = '#1f6fd0';

/** The number of pods under each load curve, beside the pods that the load needs, as one SVG. */
export function drawFleetChart(options: AutoscalerOptions): string {
  const panels = Object.values(LOAD_CURVES).map(({ name, textsPerSecond }) => {
    const samples = simulateFleet({
      offeredAt: textsPerSecond,
      durationSeconds: CURVE_SECONDS,
      pod: POD_CAPACITY,
      autoscaler: options,
    });
    const lines = [
      { color: LOAD_COLOR, valueAt: samples.map(({ offeredTexts }) => offeredTexts / TEXTS_PER_POD) },
      { color: PODS_COLOR, valueAt: samples.map(({ pods }) => pods) },
    ];
    return { name, maxValue: options.maxReplicas, lines };
  });
  return drawLineChart({
    title: 'Pods by the simulated autoscaler under four loads',
    legend: [
      { name: 'pods', color: PODS_COLOR, x: 0 },
      { name: 'load, in pods at 70 % of the requested CPU', color: '#555', x: 40 },
    ],
    panels,
    secondsPerPoint: SECONDS_PER_POINT,
  });
}
