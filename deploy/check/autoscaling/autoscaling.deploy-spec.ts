import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { filterByKind } from '../manifest.js';
import { renderComposition } from '../render.js';
import { repository } from '../tools.js';
import type { AutoscalerOptions } from './autoscaler.js';
import { simulateFleet, type FleetSample } from './fleet.js';
import { CURVE_SECONDS, LOAD_CURVES, type LoadCurve } from './load-curves.js';
import { CHART_FILE, drawFleetChart, POD_CAPACITY, TEXTS_PER_POD } from './fleet-chart.js';
import { readAutoscaler, type ScaledObject } from './read-autoscaler.js';

const SETTLED_SECONDS = 900;

let options: AutoscalerOptions;

beforeAll(async () => {
  const manifests = await renderComposition(['keda', 'monitoring', 'secrets']);
  const [scaled] = filterByKind<ScaledObject>(manifests, 'ScaledObject');
  if (!scaled) throw new Error('there is no ScaledObject');
  options = readAutoscaler(scaled);
});

function simulate({ textsPerSecond }: LoadCurve, changed: Partial<AutoscalerOptions> = {}): FleetSample[] {
  return simulateFleet({
    offeredAt: textsPerSecond,
    durationSeconds: CURVE_SECONDS,
    pod: POD_CAPACITY,
    autoscaler: { ...options, ...changed },
  });
}

/** How often the number of pods changes from growth to decline or back. */
function countTurns(samples: readonly FleetSample[]): number {
  const changes = samples.map(({ pods }, index) => pods - (samples[index - 1]?.pods ?? pods)).filter(Boolean);
  return changes.filter((change, index) => index > 0 && Math.sign(change) !== Math.sign(changes[index - 1] ?? 0))
    .length;
}

function refusedShare(samples: readonly FleetSample[]): number {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return sum(samples.map(({ refusedTexts }) => refusedTexts)) / sum(samples.map((each) => each.offeredTexts));
}

const maxWait = (samples: readonly FleetSample[]) => Math.max(...samples.map(({ waitSeconds }) => waitSeconds));
const podsIn = (samples: readonly FleetSample[]) => new Set(samples.map(({ pods }) => pods));

describe('The autoscaler under a steady load', () => {
  it('takes the pods that the load needs, and keeps them', () => {
    const samples = simulate(LOAD_CURVES.steady);
    const needed = Math.ceil(LOAD_CURVES.steady.textsPerSecond() / TEXTS_PER_POD);
    const [pods = 0, ...others] = podsIn(samples.slice(SETTLED_SECONDS));
    expect(others).toEqual([]);
    expect(Math.abs(pods - needed)).toBeLessThanOrEqual(1);
    // The queue of the first minute asks for some too many.
    expect(countTurns(samples)).toBeLessThanOrEqual(1);
  });

  it('takes busy pods away with the sum of the waits as its only metric', () => {
    const samples = simulate(LOAD_CURVES.steady, { metrics: [{ source: 'total-wait', target: 0.5 }] });
    expect(countTurns(samples)).toBeGreaterThan(2);
    expect(maxWait(samples.slice(SETTLED_SECONDS))).toBeGreaterThan(1);
  });
});

describe('The autoscaler under a ramp', () => {
  it('follows up and down without a queue', () => {
    const samples = simulate(LOAD_CURVES.ramp);
    expect(maxWait(samples)).toBeLessThan(0.5);
    expect(refusedShare(samples)).toBe(0);
    expect(countTurns(samples)).toBe(1);
    expect(samples.at(-1)?.pods).toBeLessThanOrEqual(Math.ceil(500 / TEXTS_PER_POD) + 1);
  });
});

describe('The autoscaler under a spike', () => {
  it('serves all of a fivefold load after two minutes, and gives the pods back', () => {
    const samples = simulate(LOAD_CURVES.spike);
    const refusing = samples.filter(({ refusedTexts }) => refusedTexts > 0).map(({ seconds }) => seconds);
    expect(Math.max(1_200, ...refusing)).toBeLessThan(1_320);
    expect(refusedShare(samples)).toBeLessThan(0.02);
    expect(countTurns(samples)).toBe(1);
    expect(samples.at(-1)?.pods).toBe(options.minReplicas);
  });
});

describe('The autoscaler under a sawtooth', () => {
  it('keeps the pods for the next tooth, at most one turn each way in a tooth', () => {
    const samples = simulate(LOAD_CURVES.sawtooth);
    expect(refusedShare(samples)).toBe(0);
    expect(maxWait(samples.slice(SETTLED_SECONDS))).toBeLessThan(0.5);
    expect(countTurns(samples)).toBeLessThanOrEqual((2 * CURVE_SECONDS) / 900);
  });
});

describe('The chart of the autoscaler', () => {
  // `npx vitest run --project deploy autoscaling -u` writes it.
  it('shows this simulation', async () => {
    await expect(drawFleetChart(options)).toMatchFileSnapshot(join(repository, CHART_FILE));
  });
});
