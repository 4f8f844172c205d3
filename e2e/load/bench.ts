/**
 * `npm run bench`: the built service against what the machine can do, in one run, interleaved. Needs Linux and wrk.
 *
 *   --rounds 5       medians are taken over so many
 *   --seconds 4      of each load in a round
 *   --overload 60    seconds of each overload; 0 leaves them out
 *   --against <dir>  another model folder, served beside this one and loaded in turns with it at 32 connections
 *   --sst2 <dir>     folder with GLUE SST-2's train.tsv, for real sentences
 *   --out <dir>      where bench.json and bench.svg go
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { repository, startApi, UNCACHED } from '#libs/testing';
import { closedLoad } from './closed-load.js';
import { runAb, type AbRun } from './ab-run.js';
import { median, spread } from './statistics.js';
import { overload, type Overload } from './overload.js';
import { drawChart } from './chart.js';
import { proportionalMegabytes } from './process-usage.js';
import { print, printAbRuns, printRounds, printOverload, getSamples } from './report.js';
import { CASES, LONG_TEXT, ONE_TEXT, RoundMeter, type Round } from './rounds.js';
import { measureStarts, startBareNest } from './service-measurements.js';
import { benchTexts, TextFile } from './texts.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    overload: { type: 'string', default: '0' },
    against: { type: 'string' },
    sst2: { type: 'string', default: '../shared/sst2' },
    out: { type: 'string', default: 'bench-results' },
  },
});
const ROUNDS = Number(values.rounds);
const OVERLOAD_SECONDS = Number(values.overload);
const OVERLOADS = [8, 1].flatMap((textsPerRequest) => [2, 5].map((factor) => ({ textsPerRequest, factor })));

const progress = (what: string) => process.stderr.isTTY && process.stderr.write(`\r\u001b[K${what}`);

const loadBefore = loadavg()[0] ?? Number.NaN;
const machine = `${cpus().length} x ${cpus()[0]?.model.trim() ?? '?'}, Node ${process.version}`;
print('machine', machine);
print('load before', `${loadBefore.toFixed(2)}${loadBefore < 0.5 ? '' : ' (over 0.5: read ratios, not absolutes)'}`);

const out = join(repository, values.out);
mkdirSync(out, { recursive: true });
const { source, texts } = benchTexts(join(repository, values.sst2));
const short = new TextFile(join(out, 'texts.jsonl'), texts);
const oneText = new TextFile(join(out, 'one-text.jsonl'), [ONE_TEXT]);
const long = new TextFile(join(out, 'long-text.jsonl'), [LONG_TEXT]);
print('texts', source);

const startsMs = await measureStarts(5);
print('start to first answer', spread(startsMs, 'ms'));

const control = await startBareNest();
const api = await startApi({ env: UNCACHED });
const observed = await startApi({
  env: UNCACHED,
  nodeOptions: ['--import', join(repository, 'dist/e2e/load/event-loop-delay.js')],
});
const rival = values.against ? await startApi({ env: { ...UNCACHED, MODEL_DIR: resolve(values.against) } }) : undefined;
for (const { url } of [api, observed, ...(rival ? [rival] : [])]) {
  await closedLoad({ url, connections: 16, seconds: 5, textsPerRequest: 1, ...short.take(5_000) });
}

const bench = { api, observed, controlUrl: control.url, texts, short, oneText, long, seconds: Number(values.seconds) };
const meter = await RoundMeter.open(bench);
const rounds: Round[] = [];
const abRuns: AbRun[] = [];
while (rounds.length < ROUNDS) {
  const round = `round ${rounds.length + 1} of ${ROUNDS}`;
  rounds.push(await meter.measure((what) => progress(`${round}: ${what}`)));
  if (!rival) continue;
  progress(`${round}: against ${values.against}`);
  abRuns.push(await runAb(api, rival, short, Number(values.seconds)));
}
progress('');
meter.close();
await observed.stop();
control.stop();
await rival?.stop();
printRounds(rounds);
if (rival) printAbRuns(`against ${values.against}`, abRuns);

const processIds = [api.process.pid ?? 0, ...api.workerIds()];
const megabytes = proportionalMegabytes(processIds);
const requests = CASES.flatMap(({ name }) => getSamples(rounds, name)).reduce((sum, each) => sum + each.requests, 0);
print(`memory after ${requests} requests`, `${megabytes.toFixed(0)} MB (PSS of ${processIds.length} processes)`);

const overloads: (Overload & { readonly name: string })[] = [];
const capacity = median(getSamples(rounds, '32 connections').map(({ textsPerSecond }) => textsPerSecond));
for (const { textsPerRequest, factor } of OVERLOAD_SECONDS > 0 ? OVERLOADS : []) {
  const name = `${factor} x capacity, ${textsPerRequest} ${textsPerRequest === 1 ? 'text' : 'texts'} a request`;
  progress(name);
  const requestsPerSecond = (capacity * factor) / textsPerRequest;
  const load = { seconds: OVERLOAD_SECONDS, textsPerRequest, requestsPerSecond, ...short.take(7_000) };
  const result = await overload(api, load);
  overloads.push({ ...result, name });
  progress('');
  printOverload(name, result, capacity);
}
await api.stop();

const plainRounds = rounds.map(({ limits, samples, ...rest }) => {
  return { ...rest, limits: Object.fromEntries(limits), samples: Object.fromEntries(samples) };
});
const report = { machine, loadBefore, source, startsMs, rounds: plainRounds, abRuns, megabytes, overloads };
writeFileSync(join(out, 'bench.json'), `${JSON.stringify(report, null, 2)}\n`);
const bars = CASES.map(({ name }) => ({ name, share: median(getSamples(rounds, name).map(({ toLimit }) => toLimit)) }));
writeFileSync(join(out, 'bench.svg'), drawChart('Share of the limit: bare ONNX sessions on every core', bars));
print('written', `${values.out}/bench.json, ${values.out}/bench.svg`);
