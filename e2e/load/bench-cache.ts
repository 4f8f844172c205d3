/**
 * `npm run bench:cache`: known texts against a bare NestJS route that echoes, and the replaced service's load.
 * Interleaved, medians. Needs Linux, wrk and redis-server.
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
import { replacedLoad, type ReplacedLoadResult } from './replaced-load.js';
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
const USERS = 10;
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
const replaced: ReplacedLoadResult[] = [];
const withNew: ReplacedLoadResult[] = [];
for (let round = 0; round < Number(values.rounds); round++) {
  for (const [name, url] of Object.entries(targets)) {
    const load = { url, connections: CONNECTIONS, seconds: SECONDS, textsPerRequest: 1, ...file.take(0) };
    const result = await closedLoad(load);
    if (result.refused + result.failures > 0) throw new Error(`${name}: not everything was answered`);
    perSecond.get(name)?.push(result.requests / result.seconds);
    p99Ms.get(name)?.push(result.p99Ms);
  }
  const load = { url: both.url, users: USERS, seconds: SECONDS, random: Math.random };
  replaced.push(await replacedLoad({ ...load, newShare: 0 }));
  withNew.push(await replacedLoad({ ...load, newShare: NEW_SHARE }));
}

for (const [name, figures] of perSecond) {
  const ratios = figures.map((figure, round) => figure / (perSecond.get('a bare route')?.[round] ?? Number.NaN));
  const latency = `p99 ${median(p99Ms.get(name) ?? []).toFixed(1)} ms`;
  print(
    `${name}, ${CONNECTIONS} connections`,
    `${spread(figures, '/s')}, of a bare route ${spread(ratios, '', 2)}; ${latency}`,
  );
}
printReplaced(`${USERS} users of the replaced service`, replaced);
printReplaced(`with ${NEW_SHARE * 100} % new texts`, withNew);
const ratios = withNew.map(
  ({ iterationsPerSecond }, round) => iterationsPerSecond / (replaced[round]?.iterationsPerSecond ?? Number.NaN),
);
print('', `to the former ${spread(ratios, '', 2)}`);

bare.stop();
await Promise.all([memory.stop(), shared.stop(), both.stop()]);
const { grownBytes, textsKept } = await fullFirstTier(FIRST_TIER_BYTES);
const [grown, bound] = [grownBytes, FIRST_TIER_BYTES].map((bytes) => `${(bytes / 1e6).toFixed(0)} MB`);
print('first tier, full', `${textsKept} texts; ${grown} for a bound of ${bound}`);
await redis.stop();
rmSync(folder, { recursive: true });

function printReplaced(name: string, results: readonly ReplacedLoadResult[]): void {
  const all = (field: keyof ReplacedLoadResult) => results.map((result) => result[field]);
  const failures = all('failures').reduce((sum, count) => sum + count, 0);
  const latency = `p50 ${median(all('p50Ms')).toFixed(1)}, p99 ${median(all('p99Ms')).toFixed(1)} ms`;
  print(name, `${spread(all('iterationsPerSecond'), 'iterations/s')}; ${latency}; ${failures} failures`);
}
