/**
 * `npm run bench:ab`: services under the same load in turns, in one run. Needs Linux, wrk and redis-server.
 *
 *   --against <checkout>   this service and the one of another checkout, which must be built
 *   --model <name>         this service with a model of model-artifacts; once for each model to compare
 *
 *   --rounds 10      each service once in a round; their order changes from round to round
 *   --seconds 4      of each load in a round
 *   --only <words>   the cases whose name contains the words
 *   --sst2 <dir>     folder with GLUE SST-2's train.tsv, for real sentences
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { postJson, RedisServer, repository, startApi, UNCACHED, type Api } from '#libs/testing';
import { closedLoad } from './closed-load.js';
import { print } from './report.js';
import { median, medianInterval, spread } from './statistics.js';
import { benchTexts, TextFile } from './texts.js';

const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    model: { type: 'string', multiple: true, default: [] },
    rounds: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '4' },
    only: { type: 'string', default: '' },
    sst2: { type: 'string', default: '../shared/sst2' },
  },
});
const SIDES = listSides(values);
const ROUNDS = Number(values.rounds);
const SECONDS = Number(values.seconds);
const KNOWN_TEXTS = 1_000;
/** More than the service answers in a second. */
const MAX_TEXTS_PER_SECOND = 6_000;

/** A service that is compared with the others. */
interface Side {
  readonly name: string;
  readonly env: Record<string, string>;
  /** Folder of another checkout; undefined for this one. */
  readonly checkout?: string;
}

interface Case {
  readonly name: string;
  readonly env: Record<string, string>;
  readonly connections: number;
  readonly textsPerRequest: number;
  /** Whether every text is in the cache. */
  readonly isWarm: boolean;
}

const redis = await RedisServer.start();
const CASES: readonly Case[] = [
  { name: 'cold, 32 connections', env: UNCACHED, connections: 32, textsPerRequest: 1, isWarm: false },
  { name: 'cold, 8 x 32 texts', env: UNCACHED, connections: 8, textsPerRequest: 32, isWarm: false },
  { name: 'warm memory, 32 connections', env: {}, connections: 32, textsPerRequest: 1, isWarm: true },
  {
    name: 'warm Redis, 32 connections',
    env: { REDIS_URL: redis.url, CACHE_MEMORY_BYTES: '0' },
    connections: 32,
    textsPerRequest: 1,
    isWarm: true,
  },
];

print('machine', `${cpus().length} x ${cpus()[0]?.model.trim() ?? '?'}, Node ${process.version}`);
print('load before', (loadavg()[0] ?? Number.NaN).toFixed(2));
const folder = mkdtempSync(join(tmpdir(), 'bench-ab-'));
const { source, texts } = benchTexts(join(repository, values.sst2));
const cold = new TextFile(join(folder, 'cold.jsonl'), texts.slice(KNOWN_TEXTS));
const known = texts.slice(0, KNOWN_TEXTS);
const warm = new TextFile(join(folder, 'warm.jsonl'), known);
print('texts', source);

for (const each of CASES.filter(({ name }) => name.includes(values.only))) {
  // All are started for each case, so that none runs beside services of other cases.
  const services: { readonly name: string; readonly api: Api; readonly perSecond: number[] }[] = [];
  for (const { name, env, ...side } of SIDES) {
    const api = await startApi({ ...side, env: { ...each.env, ...env } });
    services.push({ name, api, perSecond: [] });
    if (each.isWarm) await (await postJson(api.url, { text: known })).arrayBuffer();
    await measure(each, api);
  }
  for (let round = 0; round < ROUNDS; round++) {
    const first = round % services.length;
    for (const { api, perSecond } of [...services.slice(first), ...services.slice(0, first)]) {
      perSecond.push(await measure(each, api));
    }
  }
  await Promise.all(services.map(({ api }) => api.stop()));
  print(each.name, 'texts/s');
  for (const { name, perSecond } of services) print('', `${name}: ${spread(perSecond)}`);
  services.forEach((some, index) => {
    for (const other of services.slice(index + 1)) {
      const ratios = some.perSecond.map((perSecond, round) => perSecond / (other.perSecond[round] ?? Number.NaN));
      const [low, high] = medianInterval(ratios).map((bound) => bound.toFixed(3));
      print('', `${some.name} to ${other.name}: ${median(ratios).toFixed(3)}, 95 % interval ${low} to ${high}`);
    }
  });
}
await redis.stop();
rmSync(folder, { recursive: true });

/** @throws Error when there are not two services to compare */
function listSides({ against, model }: { readonly against?: string; readonly model: readonly string[] }): Side[] {
  if (against !== undefined && model.length === 0) {
    return [
      { name: 'this checkout', env: {} },
      { name: against, env: {}, checkout: resolve(against) },
    ];
  }
  if (against !== undefined || model.length < 2) {
    throw new Error('give either --against <checkout>, or --model <name> for each of two or more models');
  }
  return model.map((name) => ({ name, env: { MODEL: name } }));
}

/** @returns texts a second @throws Error when a request is not answered */
async function measure({ name, connections, textsPerRequest, isWarm }: Case, api: Api): Promise<number> {
  const taken = isWarm ? warm.take(0) : cold.take(SECONDS * MAX_TEXTS_PER_SECOND);
  const load = { url: api.url, connections, textsPerRequest, seconds: SECONDS, ...taken };
  const { requests, refused, failures, seconds } = await closedLoad(load);
  if (refused + failures > 0) throw new Error(`${name}: ${refused + failures} requests were not answered`);
  return (requests * textsPerRequest) / seconds;
}
