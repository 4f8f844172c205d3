import type { AutoscalerOptions } from './autoscaler.js';
import { simulateFleet, type FleetSample, type PodCapacity } from './fleet.js';
import { CURVE_SECONDS, LOAD_CURVES, type LoadCurve } from './load-curves.js';

/** Relative to the repository. */
export const CHART_FILE = 'docs/autoscaling.svg';

/** The pod of `base/api`, measured on two cores: see "Sizing" in deploy/README.md. */
export const POD_CAPACITY: PodCapacity = {
  textsPerSecond: 895,
  textsPerCoreSecond: 450,
  requestedCores: 1,
  startSeconds: 20,
  maxWaitSeconds: 8,
};

const PANEL = { width: 400, height: 160, left: 40, top: 40, gapX: 60, gapY: 60 };
const COLUMNS = 2;
const SECONDS_PER_POINT = 15;
const SECONDS_PER_MINUTE = 60;
const LOAD_COLOR = '#888';
const PODS_COLOR = '#1f6fd0';

/** The number of pods under each load curve, beside the pods that the load needs, as one SVG. */
export function drawFleetChart(options: AutoscalerOptions): string {
  const panels = Object.values(LOAD_CURVES).map((curve, index) => drawPanel(curve, index, options));
  const rows = Math.ceil(panels.length / COLUMNS);
  const width = COLUMNS * (PANEL.width + PANEL.gapX) + PANEL.left;
  const height = PANEL.top + rows * (PANEL.height + PANEL.gapY);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="12">`,
    '<title>Pods by the simulated autoscaler under four loads</title>',
    '<rect width="100%" height="100%" fill="#fff"/>',
    `<text x="${PANEL.left}" y="20" fill="${PODS_COLOR}">pods</text>`,
    `<text x="${PANEL.left + 40}" y="20" fill="#555">load, in pods at 70 % of the requested CPU</text>`,
    ...panels,
    '</svg>\n',
  ].join('\n');
}

function drawPanel({ name, textsPerSecond }: LoadCurve, index: number, options: AutoscalerOptions): string {
  const x = PANEL.left + (index % COLUMNS) * (PANEL.width + PANEL.gapX);
  const y = PANEL.top + Math.floor(index / COLUMNS) * (PANEL.height + PANEL.gapY);
  const samples = simulateFleet(textsPerSecond, CURVE_SECONDS, POD_CAPACITY, options).filter(({ seconds }) => {
    return seconds % SECONDS_PER_POINT === 0;
  });
  const { maxReplicas } = options;
  const line = (color: string, getPods: (sample: FleetSample) => number) => {
    const points = samples.map((sample) => {
      const px = x + (sample.seconds / CURVE_SECONDS) * PANEL.width;
      const py = y + PANEL.height * (1 - getPods(sample) / maxReplicas);
      return `${px.toFixed(1)},${py.toFixed(1)}`;
    });
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${color}" stroke-width="1.5"/>`;
  };
  const perPod = 0.7 * POD_CAPACITY.textsPerCoreSecond * POD_CAPACITY.requestedCores;
  return [
    `<text x="${x}" y="${y - 6}" font-weight="bold">${name}</text>`,
    `<rect x="${x}" y="${y}" width="${PANEL.width}" height="${PANEL.height}" fill="none" stroke="#ccc"/>`,
    `<text x="${x - 4}" y="${y + 10}" text-anchor="end">${maxReplicas}</text>`,
    `<text x="${x - 4}" y="${y + PANEL.height}" text-anchor="end">0</text>`,
    `<text x="${x + PANEL.width}" y="${y + PANEL.height + 16}" text-anchor="end">${CURVE_SECONDS / SECONDS_PER_MINUTE} min</text>`,
    line(LOAD_COLOR, ({ offeredTextsPerSecond }) => offeredTextsPerSecond / perPod),
    line(PODS_COLOR, ({ pods }) => pods),
  ].join('\n');
}
