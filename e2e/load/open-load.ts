/**
 * An open load, in a process of its own: so many requests a second, whatever comes back. (wrk knows only closed
 * loads.) Takes an OpenLoad as its argument and prints one JSON line when it is done.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { quantile } from './statistics.js';
import type { OpenLoad, OpenLoadResult } from './overload.js';

const load = JSON.parse(process.argv[2] ?? '{}') as OpenLoad;
const texts = readFileSync(load.textsFile, 'utf8').trimEnd().split('\n');
// As many connections as there are requests without an answer.
const pool = new Pool(load.url, { connections: null, pipelining: 1 });
const latenciesMs = new Map<number, number[]>();
let nextText = load.firstText;
let failures = 0;

async function send(): Promise<void> {
  const own = Array.from({ length: load.textsPerRequest }, () => texts[nextText++ % texts.length]);
  const startMs = performance.now();
  try {
    const { statusCode, body } = await pool.request({
      path: '/predict',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"text":[${own.join(',')}]}`,
    });
    await body.dump();
    const sample = latenciesMs.get(statusCode);
    if (sample) sample.push(performance.now() - startMs);
    else latenciesMs.set(statusCode, [performance.now() - startMs]);
  } catch {
    failures++;
  }
}

const pending = new Set<Promise<void>>();
const startMs = performance.now();
for (let sent = 0; ;) {
  const elapsedSeconds = (performance.now() - startMs) / 1_000;
  if (elapsedSeconds >= load.seconds) break;
  for (; sent < elapsedSeconds * load.requestsPerSecond; sent++) {
    const one: Promise<void> = send().finally(() => {
      pending.delete(one);
    });
    pending.add(one);
  }
  await sleep(5);
}
await Promise.all(pending);
const seconds = (performance.now() - startMs) / 1_000;
await pool.close();
const byStatus = Object.fromEntries(
  [...latenciesMs].map(([status, sample]) => [
    status,
    { count: sample.length, p50Ms: quantile(sample, 0.5), p99Ms: quantile(sample, 0.99), maxMs: quantile(sample, 1) },
  ]),
);
const result: OpenLoadResult = { seconds, failures, byStatus };
process.stdout.write(`${JSON.stringify(result)}\n`);
