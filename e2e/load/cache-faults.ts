/**
 * `npm run bench:cache-faults`: what callers notice while Redis is mistreated under steady load, fault by fault.
 * Needs redis-server.
 *
 *   --seconds 60     of load a fault: a sixth before it, half of it in it, a third after it
 *   --only <word>    only the faults whose name holds the word
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { postJson, startApi } from '#libs/testing';
import { cacheFaults, type CacheFault } from './cache-fault-table.js';
import { golden } from '../golden.js';
import { print } from './report.js';
import { SteadyLoad } from './steady-load.js';
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, only: { type: 'string', default: '' } },
});
const SECONDS = Number(values.seconds);
const CONNECTIONS = 8;
/** One request in so many asks for a text that nobody has asked for. */
const NEW_EVERY = 10;
const P99_MARGIN_MS = 100;
const BACK_WITHIN_MS = 5_000;

const known = golden.answers.filter(({ ids }) => ids.length <= 30).map(({ text }) => text);
let turn = 0;
const nextText = () => {
  const text = known[turn++ % known.length] ?? '';
  return turn % NEW_EVERY === 0 ? `${text} ${turn}` : text;
};

const uncached = await startApi({ env: { CACHE_TTL_SECONDS: '0' } });
const expected = new Map<string, string>();
for (const text of known) expected.set(text, await (await postJson(uncached.url, { text: [text] })).text());
const baseline = new SteadyLoad({ url: uncached.url, connections: CONNECTIONS, nextText, expected });
await sleep((SECONDS * 1_000) / 2);
await baseline.stop();
await uncached.stop();
const baselineP99Ms = baseline.p99Ms(0, Number.POSITIVE_INFINITY);
print('without a cache', `p99 ${baselineP99Ms.toFixed(1)} ms, ${baseline.failures.length} failures`);

let failed = false;
for (const fault of cacheFaults.filter(({ name }) => name.includes(values.only))) {
  failed = !(await measure(fault)) || failed;
}
process.exitCode = failed ? 1 : 0;

/** @returns whether everything was as it must be */
async function measure({ name, open, isOutage }: CacheFault): Promise<boolean> {
  const { scene, begin, end } = await open();
  const api = await startApi({ env: { ...scene.env, CACHE_MEMORY_BYTES: '0' } });
  const load = new SteadyLoad({ url: api.url, connections: CONNECTIONS, nextText, expected });
  await sleep((SECONDS * 1_000) / 6);

  const beganMs = performance.now();
  await begin();
  if (end) await sleep((SECONDS * 1_000) / 2 - (performance.now() - beganMs));
  const endedMs = performance.now();
  await end?.();
  const returnedMs = performance.now();
  await sleep(SECONDS * 1_000 * (5 / 6) - (returnedMs - beganMs));
  await load.stop();

  const p99Ms = load.p99Ms(beganMs, endedMs);
  const backMs = load.firstHitMs(returnedMs) - returnedMs;
  const countLines = (words: string) => api.output().split(words).length - 1;
  const outages = countLines(' is unavailable, and the service answers without it');
  const isFine =
    load.failures.length === 0 &&
    p99Ms <= baselineP99Ms + P99_MARGIN_MS &&
    backMs <= BACK_WITHIN_MS &&
    outages > 0 === isOutage;
  print(
    `${isFine ? 'ok  ' : 'BAD '} ${name}`,
    `${load.requests} requests, ${load.failures.length} failed; p99 ${p99Ms.toFixed(1)} ms; ` +
      `hits again after ${backMs.toFixed(0)} ms; ${outages} log lines of the outage, ${countLines(' answers"')} of the recovery`,
  );
  if (load.failures.length > 0) print('', [...new Set(load.failures)].slice(0, 3).join(' | ').slice(0, 400));
  await api.stop();
  await scene.stop();
  return isFine;
}
