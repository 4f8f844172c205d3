/**
 * `npm run bench:streams`: streams of lines to `/predict`, with the cache off. Needs Linux and wrk.
 *
 * - The texts a second of one stream, and of lists of 64 texts on 8 connections, in turns.
 * - The memory of the service while a client that reads 1,000 lines a second sends as many lines as it can.
 * - The latency of single requests alone, and beside 8 streams of another connection, in turns.
 *
 *   --rounds 5        medians are taken over so many
 *   --seconds 5       of each load in a round
 *   --lines 100000    of the slow reader
 *   --sst2 <dir>      folder with GLUE SST-2's train.tsv, for real sentences
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repository, startApi, UNCACHED } from '#libs/testing';
import { closedLoad } from './closed-load.js';
import { LineLoad } from './line-load.js';
import { proportionalMegabytes } from './process-usage.js';
import { print } from './report.js';
import { median, spread } from './statistics.js';
import { benchTexts, TextFile } from './texts.js';

const STREAMS = 8;
const SLOW_LINES_PER_SECOND = 1_000;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '5' },
    lines: { type: 'string', default: '100000' },
    sst2: { type: 'string', default: '../shared/sst2' },
  },
});
const SECONDS = Number(values.seconds);
const ROUNDS = Number(values.rounds);

print('machine', `${cpus().length} x ${cpus()[0]?.model.trim() ?? '?'}, Node ${process.version}`);
print('load before', (loadavg()[0] ?? Number.NaN).toFixed(2));
const { source, texts } = benchTexts(join(repository, values.sst2));
print('texts', source);
const folder = mkdtempSync(join(tmpdir(), 'bench-streams-'));
const file = new TextFile(join(folder, 'texts.jsonl'), texts);
let next = 0;
const nextText = () => `${texts[next % texts.length] ?? ''} ${next++}`;

const api = await startApi({ env: UNCACHED });
const processIds = () => [api.process.pid ?? 0, ...api.workerIds()];
await measureLists();

const [lists, streamed]: [number[], number[]] = [[], []];
for (let round = 0; round < ROUNDS; round++) {
  lists.push(await measureLists());
  streamed.push(await measureStreams(1));
}
print('lists of 64, 8 connections', spread(lists, 'texts/s'));
print('one stream', spread(streamed, 'texts/s'));
print('stream to lists', formatRatios(streamed, lists));

const [alone, beside]: [number[], number[]] = [[], []];
for (let round = 0; round < ROUNDS; round++) {
  alone.push(await measureSingles());
  const loads = Array.from({ length: STREAMS }, () => new LineLoad({ url: api.url, nextText }));
  await Promise.all(loads.map((load) => load.began));
  beside.push(await measureSingles());
  for (const load of loads) load.stop();
}
print('p99 of single requests alone', spread(alone, 'ms', 1));
print(`p99 beside ${STREAMS} streams`, spread(beside, 'ms', 1));
print('beside to alone', formatRatios(beside, alone));

const slow = new LineLoad({
  url: api.url,
  nextText,
  lines: Number(values.lines),
  linesReadPerSecond: SLOW_LINES_PER_SECOND,
});
await slow.began;
const sizes: number[] = [];
const timer = setInterval(() => sizes.push(proportionalMegabytes(processIds())), 2_000);
const answered = await slow.ended;
clearInterval(timer);
print('slow reader', `${answered} of ${values.lines} lines`);
const fifth = Math.ceil(sizes.length / 5);
print('PSS, first fifth', spread(sizes.slice(0, fifth), 'MB'));
print('PSS, last fifth', spread(sizes.slice(-fifth), 'MB'));
print('PSS, largest', `${Math.max(...sizes).toFixed(0)} MB`);
await api.stop();
rmSync(folder, { recursive: true });

/** @returns texts a second */
async function measureLists(): Promise<number> {
  const { requests, seconds } = await closedLoad({
    url: api.url,
    connections: 8,
    seconds: SECONDS,
    textsPerRequest: 64,
    ...file.take(SECONDS * 3_000),
  });
  return (requests * 64) / seconds;
}

/** @returns lines a second of all streams together */
async function measureStreams(count: number): Promise<number> {
  const loads = Array.from({ length: count }, () => new LineLoad({ url: api.url, nextText }));
  await Promise.all(loads.map((load) => load.began));
  const countAnswers = () => loads.reduce((sum, load) => sum + load.answers, 0);
  const [before, beganMs] = [countAnswers(), performance.now()];
  await new Promise((resolve) => setTimeout(resolve, SECONDS * 1_000));
  const rate = (countAnswers() - before) / ((performance.now() - beganMs) / 1_000);
  for (const load of loads) load.stop();
  return rate;
}

/** @returns the 99th percentile of the latency of one connection, in milliseconds */
async function measureSingles(): Promise<number> {
  const { p99Ms } = await closedLoad({
    url: api.url,
    connections: 1,
    seconds: SECONDS,
    textsPerRequest: 1,
    ...file.take(SECONDS * 1_000),
  });
  return p99Ms;
}

function formatRatios(some: readonly number[], others: readonly number[]): string {
  const ratios = some.map((value, round) => value / (others[round] ?? Number.NaN));
  return `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`;
}
