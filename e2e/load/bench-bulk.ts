/**
 * `npm run bench:bulk`: `sentiment classify` on a large file, in the process and by a local service, beside bare ONNX sessions on every
 * core, in one run. Checks that the output has every row, in order. Needs Linux.
 *
 *   --rows 1000000   of the file; a tenth of the texts are repeated, and every fiftieth cell is empty
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse';
import { listChildProcesses, repository, startApi } from '#libs/testing';
import { makeReviewText, writeReviewsFile } from './bulk-file.js';
import { BareSessions, tokenize } from './limit.js';
import { proportionalMegabytes } from './process-usage.js';
import { print } from './report.js';
import { median, spread } from './statistics.js';

const BARE_TEXTS = 12_000;
/** As the service forms batches. */
const BARE_BATCH_TEXTS = 8;
const SAMPLE_INTERVAL_MS = 1_000;

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const ROWS = Number(values.rows);

interface Run {
  readonly summary: string;
  readonly seconds: number;
  readonly peakMegabytes: number;
}

print('machine', `${cpus().length} x ${cpus()[0]?.model.trim() ?? '?'}, Node ${process.version}`);
print('load before', (loadavg()[0] ?? Number.NaN).toFixed(2));
const folder = mkdtempSync(join(tmpdir(), 'bench-bulk-'));
const input = join(folder, 'reviews.csv');
await writeReviewsFile(input, ROWS);
const ids = await tokenize(Array.from({ length: BARE_TEXTS }, (_, index) => makeReviewText(index)));

const bare: number[] = [await measureBare()];
const embedded = join(folder, 'embedded.csv');
report('in the process', await classify([input, '--output', embedded], []));
print('rows in order', await compareRows(embedded));
bare.push(await measureBare());
const api = await startApi();
const served = join(folder, 'served.csv');
report('by a service', await classify([input, '--output', served, '--url', api.url], [api.process.pid ?? 0]));
await api.stop();
print('rows in order', await compareRows(served));
bare.push(await measureBare());
print('bare sessions', spread(bare, 'texts/s'));
rmSync(folder, { recursive: true });

/** @returns texts a second */
async function measureBare(): Promise<number> {
  const sessions = await BareSessions.start(availableParallelism(), 1);
  const rate = await sessions.textsPerSecond(ids, BARE_BATCH_TEXTS);
  sessions.stop();
  return rate;
}

/** @param others more processes whose memory counts, with their children */
async function classify(args: readonly string[], others: readonly number[]): Promise<Run> {
  const beganMs = performance.now();
  const child = spawn(process.execPath, [join(repository, 'dist/apps/cli/src/main.js'), 'classify', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let summary = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (summary += text));
  let peakMegabytes = 0;
  const timer = setInterval(() => {
    peakMegabytes = Math.max(peakMegabytes, measureMemory(child, others));
  }, SAMPLE_INTERVAL_MS);
  const code = await new Promise((resolve) => child.once('close', resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`classify ended with ${String(code)}: ${summary}`);
  return { summary, seconds: (performance.now() - beganMs) / 1_000, peakMegabytes };
}

function measureMemory({ pid = 0 }: ChildProcess, others: readonly number[]): number {
  return proportionalMegabytes([pid, ...others].flatMap((id) => [id, ...listChildProcesses(id)]));
}

function report(name: string, { summary, seconds, peakMegabytes }: Run): void {
  const count = (label: string) => Number(new RegExp(`^${label} +(\\d+)`, 'm').exec(summary)?.[1]);
  const [hits, errors] = [count('from cache'), count('errors')];
  const limit = median(bare);
  const texts = ROWS - hits - errors;
  print(name, `${(ROWS / seconds).toFixed(0)} rows/s, ${seconds.toFixed(0)} s, start included`);
  print('from the cache, errors', `${hits}, ${errors}`);
  print(
    'texts that the model ran',
    `${(texts / seconds).toFixed(0)} /s, ${(texts / seconds / limit).toFixed(2)} of bare sessions`,
  );
  print('PSS of all processes', `${peakMegabytes.toFixed(0)} MB at most`);
}

/** @returns how many rows the output has, when they are those of the input in order @throws Error when they are not */
async function compareRows(output: string): Promise<string> {
  const options = { bom: true, from_line: 1 };
  const outputs = createReadStream(output).pipe(parse(options))[Symbol.asyncIterator]() as AsyncIterator<string[]>;
  let rows = -1;
  for await (const row of createReadStream(input).pipe(parse(options)) as AsyncIterable<string[]>) {
    const { value } = (await outputs.next()) as { value: string[] | undefined };
    if (row.some((cell, index) => cell !== value?.[index])) throw new Error(`row ${rows + 1} differs`);
    rows++;
  }
  if (!(await outputs.next()).done) throw new Error('the output has more rows than the input');
  return `${rows} of ${ROWS}`;
}
