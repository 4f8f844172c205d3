/**
 * `npm run bench:cost`: CPU time of a request by stage. Needs Linux and wrk.
 *
 * The time of each thread comes from the kernel. The time of the main thread is divided among the stages by a CPU
 * profile of a second service under the same load: a profiler costs time itself, so its profile gives only the shares.
 *
 *   --against <checkout>   another checkout, which must be built, in turns with this one
 *   --case <name>          cold: new texts, cache off (default); warm: known texts, memory cache
 *   --connections 32
 *   --rounds 5             medians are taken over so many
 *   --seconds 4            of each load in a round
 *   --sst2 <dir>           folder with GLUE SST-2's train.tsv, for real sentences
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { postJson, repository, startApi, UNCACHED, type Api } from '#libs/testing';
import { closedLoad } from './closed-load.js';
import { listStackTimes, readProfile } from './cost/cpu-profile.js';
import { measureShares, STAGES, type Stage } from './cost/stages.js';
import { threadUsage } from './cost/thread-usage.js';
import { processCpuMs } from './process-usage.js';
import { print } from './report.js';
import { median, spread } from './statistics.js';
import { benchTexts, TextFile } from './texts.js';

const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    case: { type: 'string', default: 'cold' },
    connections: { type: 'string', default: '32' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    sst2: { type: 'string', default: '../shared/sst2' },
  },
});
const SECONDS = Number(values.seconds);
const IS_WARM = values.case === 'warm';
const ENV = IS_WARM ? {} : UNCACHED;
const KNOWN_TEXTS = 1_000;
/** More than the service answers in a second. */
const MAX_TEXTS_PER_SECOND = 6_000;
const PROFILE_INTERVAL_US = 200;
const PROFILE_LOADS = 3;
const US_PER_MS = 1_000;

/** CPU time of a request in one load, in microseconds. */
interface RequestCost {
  readonly mainUs: number;
  readonly helpersUs: number;
  /** Of all model processes. */
  readonly workersUs: number;
  readonly perSecond: number;
}

interface Side {
  readonly name: string;
  readonly checkout: string;
  readonly costs: RequestCost[];
  shares: ReadonlyMap<Stage, number>;
}

const folder = mkdtempSync(join(tmpdir(), 'bench-cost-'));
const { source, texts } = benchTexts(join(repository, values.sst2));
const known = texts.slice(0, KNOWN_TEXTS);
const cold = new TextFile(join(folder, 'cold.jsonl'), texts.slice(KNOWN_TEXTS));
const warm = new TextFile(join(folder, 'warm.jsonl'), known);

print('machine', `${cpus().length} x ${cpus()[0]?.model.trim() ?? '?'}, Node ${process.version}`);
print('load before', (loadavg()[0] ?? Number.NaN).toFixed(2));
print('texts', source);
print('case', `${values.case}, ${values.connections} connections, one text a request`);

const sides: Side[] = [
  { name: 'this checkout', checkout: repository },
  ...(values.against === undefined ? [] : [{ name: values.against, checkout: resolve(values.against) }]),
].map((side) => ({ ...side, costs: [], shares: new Map<Stage, number>() }));

const services: { readonly side: Side; readonly api: Api }[] = [];
for (const side of sides) {
  const api = await startApi({ env: ENV, checkout: side.checkout });
  await warmUp(api);
  services.push({ side, api });
}
for (let round = 0; round < Number(values.rounds); round++) {
  for (const { side, api } of round % 2 === 0 ? services : services.toReversed()) {
    side.costs.push(await measureCost(api));
  }
}
await Promise.all(services.map(({ api }) => api.stop()));
for (const side of sides) side.shares = await profile(side.checkout);

print('CPU of a request', sides.map(({ name }) => name).join(' | '));
const listUs = (field: keyof RequestCost, side: Side): number[] => side.costs.map((cost) => cost[field]);
for (const stage of STAGES) {
  const stageUs = sides.map((side) => ((side.shares.get(stage) ?? 0) * median(listUs('mainUs', side))).toFixed(1));
  print(`  ${stage}`, stageUs.map((us) => us.padStart(6)).join(' | '));
}
const printSpread = (name: string, field: keyof RequestCost, unit: string): void => {
  print(name, sides.map((side) => spread(listUs(field, side), unit)).join(' | '));
};
printSpread('main thread', 'mainUs', 'us');
printSpread('other threads of the service', 'helpersUs', 'us');
const serviceUs = sides.map(({ costs }) => costs.map(({ mainUs, helpersUs }) => mainUs + helpersUs));
print('service process', serviceUs.map((all) => spread(all, 'us')).join(' | '));
printSpread('inference: model processes', 'workersUs', 'us');
printSpread('requests', 'perSecond', '/s');
const [ours = [], theirs] = serviceUs;
if (theirs) print('service process, ratio', spread(toRatios(ours, theirs), '', 3));
const [ourRates = [], theirRates] = sides.map((side) => listUs('perSecond', side));
if (theirRates) print('requests, ratio', spread(toRatios(ourRates, theirRates), '', 3));
rmSync(folder, { recursive: true });

function toRatios(some: readonly number[], others: readonly number[]): number[] {
  return some.map((value, index) => value / (others[index] ?? Number.NaN));
}

async function warmUp(api: Api): Promise<void> {
  if (IS_WARM) await (await postJson(api.url, { text: known })).arrayBuffer();
  await load(api);
}

/** @returns the number of answers and the length of the load in seconds @throws Error when a request is not answered */
async function load({ url }: Api): Promise<{ requests: number; seconds: number }> {
  const taken = IS_WARM ? warm.take(0) : cold.take(SECONDS * MAX_TEXTS_PER_SECOND);
  const connections = Number(values.connections);
  const result = await closedLoad({ url, connections, textsPerRequest: 1, seconds: SECONDS, ...taken });
  if (result.refused + result.failures > 0) throw new Error('not every request was answered');
  return result;
}

async function measureCost(api: Api): Promise<RequestCost> {
  const serviceId = api.process.pid ?? 0;
  const workers = api.workerIds();
  const sumWorkersUs = () => workers.reduce((sum, id) => sum + (processCpuMs(id) ?? 0) * US_PER_MS, 0);
  const before = { ...threadUsage(serviceId), workersUs: sumWorkersUs() };
  const { requests, seconds } = await load(api);
  const after = { ...threadUsage(serviceId), workersUs: sumWorkersUs() };
  return {
    mainUs: (after.mainUs - before.mainUs) / requests,
    helpersUs: (after.helpersUs - before.helpersUs) / requests,
    workersUs: (after.workersUs - before.workersUs) / requests,
    perSecond: requests / seconds,
  };
}

async function profile(checkout: string): Promise<Map<Stage, number>> {
  const into = mkdtempSync(join(folder, 'profile-'));
  const nodeOptions = ['--cpu-prof', '--cpu-prof-dir', into, '--cpu-prof-interval', String(PROFILE_INTERVAL_US)];
  const api = await startApi({ env: ENV, checkout, nodeOptions });
  await warmUp(api);
  const fromUs = nowUs();
  for (let count = 0; count < PROFILE_LOADS; count++) await load(api);
  const toUs = nowUs();
  await api.stop();
  return measureShares(listStackTimes(readProfile(into, api.process.pid ?? 0), { fromUs, toUs }));
}

function nowUs(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}
