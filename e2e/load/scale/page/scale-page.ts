import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '#libs/testing';
import { drawLineChart } from '../../../../deploy/check/autoscaling/line-chart.js';
import { drawChart } from '../../chart.js';
import { lruHitRate, toBands } from '../simulation/hit-rate.js';
import { POPULARITY, readKedaAutoscaler } from './assumptions.js';
import { readMeasuredScale } from './measured-scale.js';
import { renderPage } from './render-page.js';
import { simulateScenarios, type Scenario } from './scenarios.js';

export const PAGE_FILE = 'docs/scale.md';
export const FLEET_CHART_FILE = 'docs/scale.svg';
export const HIT_CHART_FILE = 'docs/scale-hits.svg';

const SECONDS_PER_POINT = 15;
const COLORS = { pods: '#1f6fd0', nodes: '#2f9e44', hits: '#e8590c' };
const PODS_PER_STEP = 10;
const BYTES_PER_GIB = 2 ** 30;
const REDIS_GIB = [0.1, 0.4, 1, 4, 16];

/** The page and its charts by the figures of the last measurement, by file. */
export async function createPageFiles(): Promise<ReadonlyMap<string, string>> {
  const measured = readMeasuredScale();
  const scenarios = simulateScenarios(measured.costs, readKedaAutoscaler());
  const page = readFileSync(join(repository, PAGE_FILE), 'utf8');
  return new Map([
    [PAGE_FILE, await renderPage(page, measured, scenarios)],
    [FLEET_CHART_FILE, drawScenarios(scenarios)],
    [HIT_CHART_FILE, drawHitRates(measured.costs.bytesPerKey)],
  ]);
}

/** Writes the page and its charts. */
export async function writePageFiles(): Promise<void> {
  for (const [file, content] of await createPageFiles()) writeFileSync(join(repository, file), content);
}

function drawScenarios(scenarios: readonly Scenario[]): string {
  return drawLineChart({
    title: 'Pods, nodes and hit rate of a simulated fleet',
    legend: [
      { name: 'pods', color: COLORS.pods, x: 0 },
      { name: 'nodes', color: COLORS.nodes, x: 40 },
      { name: 'share of hits; the upper edge is 100 %', color: COLORS.hits, x: 90 },
    ],
    panels: scenarios.map(({ name, samples }) => {
      const mostPods = Math.max(...samples.map(({ readyPods }) => readyPods));
      const maxValue = Math.ceil(mostPods / PODS_PER_STEP) * PODS_PER_STEP;
      const lines = [
        { color: COLORS.hits, valueAt: samples.map(({ hitRate }) => hitRate * maxValue) },
        { color: COLORS.nodes, valueAt: samples.map(({ nodes }) => nodes) },
        { color: COLORS.pods, valueAt: samples.map(({ readyPods }) => readyPods) },
      ];
      return { name, maxValue, lines };
    }),
    secondsPerPoint: SECONDS_PER_POINT,
  });
}

function drawHitRates(bytesPerKey: number): string {
  const { catalogTexts, zipfExponent, uniqueShare } = POPULARITY;
  const bands = toBands(catalogTexts, zipfExponent, uniqueShare);
  const bars = REDIS_GIB.map((gib) => {
    return { name: `Redis of ${gib} GiB`, share: lruHitRate(bands, (gib * BYTES_PER_GIB) / bytesPerKey) };
  });
  return drawChart('Share of hits; the line is all texts', bars);
}
