/**
 * `npm run bench`: starts the built service and prints what a newcomer may want to check: start, throughput,
 * health and event loop under load, memory. Every figure stands beside the machine's load and a bare Nest route.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { loadavg, cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { postJson, repository, startApi, type Api } from '../start-api.js';
import { quantile, spread } from './figures.js';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    starts: { type: 'string', default: '5' },
  },
});
const CLIENTS = 8;
const TEXTS_PER_REQUEST = 64;
const PROBE_INTERVAL_MS = 20;
const REQUESTS_BEFORE_MEMORY = 1_000;

interface GoldenFile {
  readonly answers: readonly { readonly text: string; readonly ids: readonly number[] }[];
}

const golden = JSON.parse(
  readFileSync(join(repository, 'model-artifacts/minilm-l6-sst2/golden.json'), 'utf8'),
) as GoldenFile;
/** Texts of 4 to 30 tokens, as SST-2's sentences have. */
const TEXTS = golden.answers.filter(({ ids }) => ids.length >= 4 && ids.length <= 30).map(({ text }) => text);

function requestTexts(seed: number): string[] {
  return Array.from({ length: TEXTS_PER_REQUEST }, (_, index) => {
    return `${TEXTS[(seed * 31 + index) % TEXTS.length] ?? ''} ${seed * TEXTS_PER_REQUEST + index}`;
  });
}

function print(name: string, value: string): void {
  process.stdout.write(`${name.padEnd(34)}${value}\n`);
}

/** Asks, reads the whole answer, and returns its status. */
async function predict(url: string, text: readonly string[]): Promise<number> {
  const response = await postJson(url, { text });
  await response.arrayBuffer();
  return response.status;
}

async function measureStarts(count: number): Promise<number[]> {
  const startsMs: number[] = [];
  for (let start = 0; start < count; start++) {
    const beginMs = performance.now();
    const api = await startApi({ untilReady: false });
    while ((await predict(api.url, ['This is fun'])) !== 200) await sleep(5);
    startsMs.push(performance.now() - beginMs);
    await api.stop();
  }
  return startsMs;
}

async function probe(url: string, until: () => boolean): Promise<number[]> {
  const tookMs: number[] = [];
  while (!until()) {
    const beginMs = performance.now();
    const response = await fetch(`${url}/health`);
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`${url}/health is ${response.status}`);
    tookMs.push(performance.now() - beginMs);
    await sleep(PROBE_INTERVAL_MS);
  }
  return tookMs;
}

async function client(url: string, index: number, until: () => boolean): Promise<number> {
  let answered = 0;
  for (let turn = 0; !until(); turn++) {
    const status = await predict(url, requestTexts(turn * CLIENTS + index));
    if (status !== 200) throw new Error(`/predict is ${status}`);
    answered++;
  }
  return answered;
}

function eventLoopDelay(api: Api): Promise<{ p50Ms: number; p99Ms: number; maxMs: number }> {
  return new Promise((resolve) => {
    api.process.stderr?.on('data', (chunk: Buffer) => {
      const figures = /event-loop-delay (\{.*\})/.exec(chunk.toString())?.[1];
      if (figures) resolve(JSON.parse(figures) as { p50Ms: number; p99Ms: number; maxMs: number });
    });
    api.process.kill('SIGUSR2');
  });
}

/** Proportional set size: shared pages are counted once among those who share them. */
function proportionalMegabytes(processIds: readonly number[]): number {
  const kilobytes = processIds.map((id) => {
    const rollup = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1]);
  });
  return (kilobytes.reduce((sum, each) => sum + each, 0) * 1_024) / 1e6;
}

async function startControl(): Promise<{ url: string; stop: () => void }> {
  const child = spawn(process.execPath, [join(repository, 'dist/e2e/load/bare-nest.js')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(/http:\S+/.exec(chunk.toString())?.[0] ?? ''));
  });
  return { url, stop: () => child.kill() };
}

const loadBefore = loadavg()[0] ?? Number.NaN;
print('machine', `${cpus().length} x ${cpus()[0]?.model ?? '?'}, Node ${process.version}`);
print(
  'load before',
  `${loadBefore.toFixed(2)}${loadBefore < 0.5 ? '' : ' (over 0.5: read the figures beside the control)'}`,
);
print('start to first answer', spread(await measureStarts(Number(values.starts)), 'ms'));

const control = await startControl();
const api = await startApi({ nodeOptions: ['--import', join(repository, 'dist/e2e/load/event-loop-delay.js')] });
const processIds = [api.process.pid ?? 0, ...api.modelProcessIds()];
await client(
  api.url,
  0,
  (() => {
    let turns = 0;
    return () => turns++ >= 5;
  })(),
);

const quietEnd = performance.now() + 2_000;
const quiet = await Promise.all([api.url, control.url].map((url) => probe(url, () => performance.now() > quietEnd)));
print(
  '/health p99, quiet',
  `${quantile(quiet[0] ?? [], 0.99).toFixed(1)} ms; bare Nest route ${quantile(quiet[1] ?? [], 0.99).toFixed(1)} ms`,
);

await eventLoopDelay(api);
const loadedStart = performance.now();
const loadedEnd = loadedStart + Number(values.seconds) * 1_000;
const loaded = () => performance.now() > loadedEnd;
const [answered, healthMs, controlMs] = await Promise.all([
  Promise.all(Array.from({ length: CLIENTS }, (_, index) => client(api.url, index, loaded))).then((each) => ({
    requests: each.reduce((sum, count) => sum + count, 0),
    seconds: (performance.now() - loadedStart) / 1_000,
  })),
  probe(api.url, loaded),
  probe(control.url, loaded),
]);
const delay = await eventLoopDelay(api);
print(
  `texts/s, ${CLIENTS} clients x ${TEXTS_PER_REQUEST} texts`,
  ((answered.requests * TEXTS_PER_REQUEST) / answered.seconds).toFixed(0),
);
print(
  '/health p99, under that load',
  `${quantile(healthMs, 0.99).toFixed(1)} ms; bare Nest route ${quantile(controlMs, 0.99).toFixed(1)} ms`,
);
print(
  'event-loop delay, under that load',
  `p50 ${delay.p50Ms.toFixed(1)} ms, p99 ${delay.p99Ms.toFixed(1)} ms, max ${delay.maxMs.toFixed(1)} ms`,
);

for (let sent = answered.requests; sent < REQUESTS_BEFORE_MEMORY; sent++) {
  await predict(api.url, requestTexts(sent).slice(0, 4));
}
print(
  `memory after ${REQUESTS_BEFORE_MEMORY} requests`,
  `${proportionalMegabytes(processIds).toFixed(0)} MB (PSS of ${processIds.length} processes)`,
);
control.stop();
await api.stop();
