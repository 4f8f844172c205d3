/**
 * `npm run bench:ab -- --against <checkout>`: this service and the one of another checkout, under the same load in turns,
 * in one run. Needs Linux, wrk and redis-server; both checkouts must be built.
 *
 *   --rounds 10      paired rounds; the order of the two services changes from round to round
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
    rounds: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '4' },
    only: { type: 'string', default: '' },
    sst2: { type: 'string', default: '../shared/sst2' },
  },
});
if (values.against === undefined) throw new Error('--against <checkout> is missing');
const ROUNDS = Number(values.rounds);
const SECONDS = Number(values.seconds);
const KNOWN_TEXTS = 1_000;
/** More than the service answers in a second. */
const MAX_TEXTS_PER_SECOND = 3_000;

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
  // Both are started for each case, so that neither runs beside services of other cases.
  const here = await startApi({ env: each.env });
  const there = await startApi({ env: each.env, checkout: resolve(values.against) });
  for (const api of [here, there]) {
    if (each.isWarm) await (await postJson(api.url, { text: known })).arrayBuffer();
    await measure(each, api);
  }
  const pairs: { readonly here: number; readonly there: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    if (round % 2 === 0) {
      const first = await measure(each, here);
      pairs.push({ here: first, there: await measure(each, there) });
    } else {
      const first = await measure(each, there);
      pairs.push({ here: await measure(each, here), there: first });
    }
  }
  await Promise.all([here.stop(), there.stop()]);
  const ratios = pairs.map((pair) => pair.here / pair.there);
  const [low, high] = medianInterval(ratios);
  const perSecond = (side: 'here' | 'there') => spread(pairs.map((pair) => pair[side]));
  print(each.name, `${perSecond('here')} texts/s to ${perSecond('there')}`);
  print('', `ratio ${median(ratios).toFixed(3)}, 95 % interval ${low.toFixed(3)} to ${high.toFixed(3)}`);
}
await redis.stop();
rmSync(folder, { recursive: true });

/** @returns texts a second @throws Error when a request is not answered */
async function measure({ name, connections, textsPerRequest, isWarm }: Case, api: Api): Promise<number> {
  const taken = isWarm ? warm.take(0) : cold.take(SECONDS * MAX_TEXTS_PER_SECOND);
  const load = { url: api.url, connections, textsPerRequest, seconds: SECONDS, ...taken };
  const { requests, refused, failures, seconds } = await closedLoad(load);
  if (refused + failures > 0) throw new Error(`${name}: ${refused + failures} requests were not answered`);
  return (requests * textsPerRequest) / seconds;
}
