/**
 * `npm run bench:soak`: mixed load for some minutes, and how fast memory grows after the second one.
 *
 *   --minutes 10
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { repository, startApi, UNCACHED } from '#libs/testing';
import { closedLoad } from './closed-load.js';
import { proportionalMegabytes } from './process-usage.js';
import { benchTexts, TextFile } from './texts.js';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, sst2: { type: 'string', default: '../shared/sst2' } },
});
const seconds = Number(values.minutes) * 60;
const SAMPLE_SECONDS = 5;
const SETTLED_AFTER_SECONDS = 120;

const { texts } = benchTexts(join(repository, values.sst2));
const short = new TextFile(join(tmpdir(), `soak-${process.pid}.jsonl`), texts);
// Of every length up to past the model's maximum.
const long = new TextFile(
  join(tmpdir(), `soak-long-${process.pid}.jsonl`),
  texts.slice(0, 500).map((_, index) => texts.slice(index, index + 1 + (index % 40)).join(' ')),
);

const api = await startApi({ env: UNCACHED });
const processes = new Map([
  ['service', [api.process.pid ?? 0]],
  ['model processes', api.workerIds()],
]);
const load = { url: api.url, seconds };
const loads = Promise.all([
  closedLoad({ ...load, connections: 8, textsPerRequest: 1, ...short.take(9_000) }),
  closedLoad({ ...load, connections: 2, textsPerRequest: 32, ...short.take(0) }),
  closedLoad({ ...load, connections: 1, textsPerRequest: 1, ...long.take(0) }),
]);
const samples = new Map([...processes.keys()].map((name): [string, [number, number][]] => [name, []]));
const startMs = performance.now();
while (performance.now() - startMs < seconds * 1_000) {
  await sleep(SAMPLE_SECONDS * 1_000);
  const minutes = (performance.now() - startMs) / 60_000;
  for (const [name, ids] of processes) samples.get(name)?.push([minutes, proportionalMegabytes(ids)]);
  if (process.stderr.isTTY) process.stderr.write(`\r${minutes.toFixed(1)} of ${values.minutes} minutes `);
}
const results = await loads;
for (const [name, all] of samples) {
  const settled = all.filter(([minutes]) => minutes * 60 > SETTLED_AFTER_SECONDS);
  const [last = Number.NaN] = all.slice(-1).map(([, megabytes]) => megabytes);
  const text = `${slope(settled).toFixed(2)} MB a minute after the second minute, ${last.toFixed(0)} MB at the end`;
  process.stdout.write(`${name}: ${text}\n`);
}
const requests = results.reduce((sum, each) => sum + each.requests, 0);
const unanswered = results.reduce((sum, each) => sum + each.refused + each.failures, 0);
process.stdout.write(`${requests} requests, ${unanswered} not answered\n`);
await api.stop();

/** Least squares. */
function slope(points: readonly [number, number][]): number {
  const mean = (at: 0 | 1) => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const covariance = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return covariance / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}
