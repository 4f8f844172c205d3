/**
 * `npm run bench`: the built service against what the machine can do, in one run, interleaved. Needs Linux and wrk.
 *
 *   --rounds 5       medians are taken over so many
 *   --seconds 4      of each load in a round
 *   --overload 60    seconds of each overload; 0 leaves them out
 *   --sst2 <dir>     folder with GLUE SST-2's train.tsv, for real sentences
 *   --out <dir>      where bench.json and bench.svg go
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repository, startApi } from '../start-api.js';
import { BareSessions, tokenize } from './limit.js';
import { closedLoad } from './closed-load.js';
import { median, spread } from './figures.js';
import { HealthProbe } from './health-probe.js';
import { overload, type Overload } from './overload.js';
import { picture } from './picture.js';
import { processCpuMs, proportionalMegabytes } from './process-usage.js';
import { eventLoopDelay, measureStarts, startBareNest } from './service-figures.js';
import { benchTexts } from './texts.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    overload: { type: 'string', default: '0' },
    sst2: { type: 'string', default: '../shared/sst2' },
    out: { type: 'string', default: 'bench-results' },
  },
});
const ROUNDS = Number(values.rounds);
const SECONDS = Number(values.seconds);
const OVERLOAD_SECONDS = Number(values.overload);
const BATCH_SIZES = [1, 4, 8, 16];
const LIMIT_TEXTS = 960;
const ONE_TEXT_RUNS = 100;

interface Case {
  readonly name: string;
  readonly connections: number;
  readonly textsPerRequest: number;
}
const CASES: readonly Case[] = [
  { name: '1 connection', connections: 1, textsPerRequest: 1 },
  { name: '8 connections', connections: 8, textsPerRequest: 1 },
  { name: '32 connections', connections: 32, textsPerRequest: 1 },
  { name: '128 connections', connections: 128, textsPerRequest: 1 },
  { name: '8 connections, 32 texts a request', connections: 8, textsPerRequest: 32 },
  { name: '8 connections, 64 texts a request', connections: 8, textsPerRequest: 64 },
];
interface Sample {
  readonly textsPerSecond: number;
  readonly toLimit: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
  readonly healthP99Ms: number;
  readonly eventLoopP99Ms: number;
  readonly serverCpuUs: number;
  readonly generatorCpuUs: number;
}

const print = (name: string, value: string) => process.stdout.write(`${name.padEnd(36)}${value}\n`);
const progress = (what: string) => process.stderr.isTTY && process.stderr.write(`\r\u001b[K${what}`);

const loadBefore = loadavg()[0] ?? Number.NaN;
const machine = `${cpus().length} x ${cpus()[0]?.model.trim() ?? '?'}, Node ${process.version}`;
print('machine', machine);
print('load before', `${loadBefore.toFixed(2)}${loadBefore < 0.5 ? '' : ' (over 0.5: read ratios, not absolutes)'}`);

const out = join(repository, values.out);
mkdirSync(out, { recursive: true });
const { source, texts } = benchTexts(join(repository, values.sst2));
const textsFile = join(out, 'texts.jsonl');
const oneTextFile = join(out, 'one-text.jsonl');
const ONE_TEXT = 'The plot is thin, the jokes are old, and yet I smiled all the way through to the end.';
writeFileSync(textsFile, `${texts.map((text) => JSON.stringify(text)).join('\n')}\n`);
writeFileSync(oneTextFile, `${JSON.stringify(ONE_TEXT)}\n`);
const longTextFile = join(out, 'long-text.jsonl');
const LONG_TEXT = 'It goes on and on and never ends. '.repeat(80);
writeFileSync(longTextFile, `${JSON.stringify(LONG_TEXT)}\n`);
let nextText = 0;
function takeTexts(count: number): number {
  const first = nextText;
  nextText = (nextText + count) % texts.length;
  return first;
}
print('texts', source);

const startsMs = await measureStarts(5);
print('start to first answer', spread(startsMs, 'ms'));

const control = await startBareNest();
const api = await startApi();
const observed = await startApi({ nodeOptions: ['--import', join(repository, 'dist/e2e/load/event-loop-delay.js')] });
const serverId = api.process.pid ?? 0;
for (const { url } of [api, observed]) {
  await closedLoad({ url, connections: 16, seconds: 5, textsPerRequest: 1, textsFile, firstText: takeTexts(5_000) });
}

const cores = availableParallelism();
const sessions = await BareSessions.start(cores, 1);
const wide = await BareSessions.start(1, cores, true);
const longTextIds = (await tokenize([LONG_TEXT]))[0]?.slice(0, 512) ?? new Int32Array();
const hog = { aloneP99Ms: [] as number[], besideP99Ms: [] as number[], longRunMs: [] as number[] };
const oneTextIds = (await tokenize([ONE_TEXT]))[0] ?? new Int32Array();
const limits = new Map(BATCH_SIZES.map((size): [number, number[]] => [size, []]));
let requests = 0;
const samples = new Map(CASES.map(({ name }): [string, Sample[]] => [name, []]));
const oneText = { bareOneThreadMs: [] as number[], bareAllThreadsMs: [] as number[], httpMs: [] as number[] };
const controlHealthMs: number[] = [];

for (let round = 0; round < ROUNDS; round++) {
  const first = takeTexts(LIMIT_TEXTS);
  const ids = await tokenize(texts.slice(first, first + LIMIT_TEXTS));
  for (const [size, figures] of limits) {
    progress(`round ${round + 1} of ${ROUNDS}: bare sessions, batches of ${size}`);
    figures.push(await sessions.textsPerSecond(ids, size));
  }
  const limit = Math.max(...[...limits.values()].map((figures) => figures[round] ?? 0));
  oneText.bareOneThreadMs.push(await sessions.medianRunMs(oneTextIds, ONE_TEXT_RUNS));
  oneText.bareAllThreadsMs.push(await wide.medianRunMs(oneTextIds, ONE_TEXT_RUNS));
  const oneTextLoad = { url: api.url, connections: 1, seconds: 2, textsPerRequest: 1 };
  oneText.httpMs.push((await closedLoad({ ...oneTextLoad, textsFile: oneTextFile, firstText: 0 })).p50Ms);

  progress(`round ${round + 1} of ${ROUNDS}: short texts beside long ones`);
  const short = { url: api.url, connections: 16, seconds: SECONDS, textsPerRequest: 1, textsFile };
  hog.aloneP99Ms.push((await closedLoad({ ...short, firstText: takeTexts(SECONDS * 500) })).p99Ms);
  const long = { ...short, connections: 1, textsFile: longTextFile, firstText: 0 };
  const [beside] = await Promise.all([closedLoad({ ...short, firstText: takeTexts(SECONDS * 500) }), closedLoad(long)]);
  hog.besideP99Ms.push(beside.p99Ms);
  hog.longRunMs.push(await sessions.medianRunMs(longTextIds, 10));

  for (const { name, connections, textsPerRequest } of CASES) {
    progress(`round ${round + 1} of ${ROUNDS}: ${name}`);
    const load = { connections, textsPerRequest, textsFile, seconds: SECONDS };
    const cpuBefore = processCpuMs(serverId) ?? 0;
    const result = await closedLoad({ ...load, url: api.url, firstText: takeTexts(Math.ceil(SECONDS * limit)) });
    const serverCpuMs = (processCpuMs(serverId) ?? 0) - cpuBefore;
    requests += result.requests;
    if (result.refused + result.failures > 0)
      throw new Error(`${name}: ${result.refused + result.failures} not answered`);

    // The same load once more on a service that is looked at: looking costs throughput.
    const probes = [new HealthProbe(observed.url), new HealthProbe(control.url)];
    await eventLoopDelay(observed);
    await closedLoad({ ...load, url: observed.url, firstText: takeTexts(Math.ceil(SECONDS * limit)) });
    const delay = await eventLoopDelay(observed);
    const [healthP99Ms = Number.NaN, controlP99Ms = Number.NaN] = await Promise.all(probes.map((each) => each.stop()));
    controlHealthMs.push(controlP99Ms);

    const textsPerSecond = (result.requests * textsPerRequest) / result.seconds;
    samples.get(name)?.push({
      ...result,
      textsPerSecond,
      toLimit: textsPerSecond / limit,
      healthP99Ms,
      eventLoopP99Ms: delay.p99Ms,
      serverCpuUs: (serverCpuMs * 1_000) / result.requests,
      generatorCpuUs: (result.generatorCpuMs * 1_000) / result.requests,
    });
  }
}
progress('');
await observed.stop();
sessions.stop();
wide.stop();

print('limit: bare sessions', [...limits].map(([size, each]) => `${size} a run ${spread(each, '/s')}`).join('; '));
print(
  'one text, one connection: p50',
  `${median(oneText.httpMs).toFixed(2)} ms; bare ${median(oneText.bareOneThreadMs).toFixed(2)} ms on one thread, ` +
    `${median(oneText.bareAllThreadsMs).toFixed(2)} ms on ${cores}`,
);
for (const [name, each] of samples) {
  const of = (field: keyof Sample, digits = 0) => median(each.map((sample) => sample[field])).toFixed(digits);
  print(
    name,
    `${spread(
      each.map((sample) => sample.textsPerSecond),
      'texts/s',
    )}, of the limit ${spread(
      each.map((sample) => sample.toLimit),
      '',
      2,
    )}`,
  );
  print(
    '',
    `p50 ${of('p50Ms', 1)}, p90 ${of('p90Ms', 1)}, p99 ${of('p99Ms', 1)} ms; CPU a request: server ${of('serverCpuUs')} us, wrk ${of('generatorCpuUs')} us`,
  );
  print('', `/health p99 ${of('healthP99Ms', 1)} ms, event-loop delay p99 ${of('eventLoopP99Ms', 1)} ms`);
}
print(
  '16 short clients, p99',
  `${median(hog.aloneP99Ms).toFixed(0)} ms alone, ${median(hog.besideP99Ms).toFixed(0)} ms beside a client of 512-token texts ` +
    `(a bare run of one: ${median(hog.longRunMs).toFixed(0)} ms)`,
);
print('/health p99 of a bare Nest route', spread(controlHealthMs, 'ms', 1));
const processIds = [serverId, ...api.modelProcessIds()];
const megabytes = proportionalMegabytes(processIds);
print(`memory after ${requests} requests`, `${megabytes.toFixed(0)} MB (PSS of ${processIds.length} processes)`);

const storms: (Overload & { readonly name: string })[] = [];
if (OVERLOAD_SECONDS > 0) {
  const capacity = median(samples.get('32 connections')?.map(({ textsPerSecond }) => textsPerSecond) ?? []);
  for (const [textsPerRequest, factor] of [8, 1].flatMap((size) =>
    [2, 5].map((times): [number, number] => [size, times]),
  )) {
    const name = `${factor} x capacity, ${textsPerRequest} text(s) a request`;
    progress(name);
    const requestsPerSecond = (capacity * factor) / textsPerRequest;
    const load = { seconds: OVERLOAD_SECONDS, textsPerRequest, requestsPerSecond, textsFile };
    const storm = await overload(api, { ...load, firstText: takeTexts(7_000) });
    storms.push({ ...storm, name });
    progress('');
    print(
      name,
      `accepted ${storm.acceptedTextsPerSecond.toFixed(0)} texts/s, ${(storm.acceptedTextsPerSecond / capacity).toFixed(2)} of capacity`,
    );
    for (const [status, { count, p50Ms, p99Ms, maxMs }] of Object.entries(storm.byStatus)) {
      print('', `${status}: ${count}, p50 ${p50Ms.toFixed(0)}, p99 ${p99Ms.toFixed(0)}, max ${maxMs.toFixed(0)} ms`);
    }
    const answers = Object.values(storm.byStatus).reduce((sum, { count }) => sum + count, 0);
    print(
      '',
      `no answer ${storm.failures}; server CPU ${((storm.serverCpuMs * 1_000) / answers).toFixed(0)} us an answer; peak ${storm.peakMegabytes.toFixed(0)} MB; afterwards ${storm.afterwardsMs.toFixed(0)} ms`,
    );
  }
}
control.stop();
await api.stop();

const report = {
  machine,
  loadBefore,
  source,
  startsMs,
  limits: Object.fromEntries(limits),
  oneText,
  hog,
  cases: Object.fromEntries(samples),
  controlHealthMs,
  megabytes,
  storms,
};
writeFileSync(join(out, 'bench.json'), `${JSON.stringify(report, null, 2)}\n`);
const bars = [...samples].map(([name, each]) => ({ name, share: median(each.map(({ toLimit }) => toLimit)) }));
writeFileSync(join(out, 'bench.svg'), picture('Share of the limit: bare ONNX sessions on every core', bars));
print('written', `${values.out}/bench.json, ${values.out}/bench.svg`);
