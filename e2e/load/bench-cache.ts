/**
 * `npm run bench:cache`: known texts against a bare NestJS route that echoes, and the replaced service's load.
 * Interleaved, medians. Needs Linux, wrk, k6 and redis-server.
 *
 *   --rounds 5       medians are taken over so many
 *   --seconds 4      of each load in a round
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { postJson, RedisServer, repository, startApi } from '#libs/testing';
import { closedLoad } from './closed-load.js';
import { median, spread } from './statistics.js';
import { fullFirstTier } from './full-first-tier.js';
import { runK6, type K6Metrics } from './k6.js';
import { print } from './report.js';
import { startBareNest } from './service-measurements.js';
import { benchTexts, TextFile } from './texts.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    sst2: { type: 'string', default: '../shared/sst2' },
  },
});
const SECONDS = Number(values.seconds);
const KNOWN_TEXTS = 1_000;
const CONNECTIONS = 32;
const NEW_SHARE = 0.05;
const FIRST_TIER_BYTES = 64 * 1024 * 1024;

print('load before', (loadavg()[0] ?? Number.NaN).toFixed(2));
const folder = mkdtempSync(join(tmpdir(), 'bench-cache-'));
const known = benchTexts(join(repository, values.sst2)).texts.slice(0, KNOWN_TEXTS);
const file = new TextFile(join(folder, 'known.jsonl'), known);
const redis = await RedisServer.start();

const bare = await startBareNest();
const memory = await startApi();
const shared = await startApi({ env: { REDIS_URL: redis.url, CACHE_MEMORY_BYTES: '0' } });
const both = await startApi({ env: { REDIS_URL: redis.url } });
for (const { url } of [memory, shared, both]) {
  await (await postJson(url, { text: known })).arrayBuffer();
  await closedLoad({ url, connections: CONNECTIONS, seconds: SECONDS, textsPerRequest: 1, ...file.take(0) });
}

const targets = { 'a bare route': bare.url, memory: memory.url, 'Redis alone': shared.url, 'both tiers': both.url };
const perSecond = new Map<string, number[]>(Object.keys(targets).map((name) => [name, []]));
const p99Ms = new Map<string, number[]>(Object.keys(targets).map((name) => [name, []]));
const replaced: K6Metrics[] = [];
const withNew: K6Metrics[] = [];
for (let round = 0; round < Number(values.rounds); round++) {
  for (const [name, url] of Object.entries(targets)) {
    const load = { url, connections: CONNECTIONS, seconds: SECONDS, textsPerRequest: 1, ...file.take(0) };
    const result = await closedLoad(load);
    if (result.refused + result.failures > 0) throw new Error(`${name}: not everything was answered`);
    perSecond.get(name)?.push(result.requests / result.seconds);
    p99Ms.get(name)?.push(result.p99Ms);
  }
  const settings = { URL: both.url, DURATION: `${SECONDS}s` };
  replaced.push(await runK6('predict.k6.js', settings));
  withNew.push(await runK6('predict.k6.js', { ...settings, NEW_SHARE: String(NEW_SHARE) }));
}

for (const [name, figures] of perSecond) {
  const ratios = figures.map((figure, round) => figure / (perSecond.get('a bare route')?.[round] ?? Number.NaN));
  const latency = `p99 ${median(p99Ms.get(name) ?? []).toFixed(1)} ms`;
  print(
    `${name}, ${CONNECTIONS} connections`,
    `${spread(figures, '/s')}, of a bare route ${spread(ratios, '', 2)}; ${latency}`,
  );
}
printReplaced('10 users of the replaced service', replaced);
printReplaced(`with ${NEW_SHARE * 100} % new texts`, withNew);
const ratios = getFigures(withNew, 'iterations', 'rate').map(
  (rate, round) => rate / (getFigures(replaced, 'iterations', 'rate')[round] ?? Number.NaN),
);
print('', `to the former ${spread(ratios, '', 2)}`);

bare.stop();
await Promise.all([memory.stop(), shared.stop(), both.stop()]);
const { grownBytes, textsKept } = await fullFirstTier(FIRST_TIER_BYTES);
const [grown, bound] = [grownBytes, FIRST_TIER_BYTES].map((bytes) => `${(bytes / 1e6).toFixed(0)} MB`);
print('first tier, full', `${textsKept} texts; ${grown} for a bound of ${bound}`);
await redis.stop();
rmSync(folder, { recursive: true });

function printReplaced(name: string, results: readonly K6Metrics[]): void {
  const failures = getFigures(results, 'checks', 'fails').reduce((sum, count) => sum + count, 0);
  const latency = ['med', 'p(99)'].map((figure) => median(getFigures(results, 'http_req_duration', figure)).toFixed(1));
  print(
    name,
    `${spread(getFigures(results, 'iterations', 'rate'), 'iterations/s')}; p50 ${latency[0]}, p99 ${latency[1]} ms a request; ` +
      `${failures} failures`,
  );
}

function getFigures(results: readonly K6Metrics[], metric: string, figure: string): number[] {
  return results.map((metrics) => metrics[metric]?.[figure] ?? Number.NaN);
}
