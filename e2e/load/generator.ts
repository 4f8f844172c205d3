/**
 * The load (undici), in a process of its own: prints one JSON line when it is done.
 *
 * Closed model: so many connections, each sends its next request when it has its answer.
 * Open model: so many requests a second, whatever comes back.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { quantile } from './figures.js';
import type { Load, LoadResult } from './load.js';

const load = JSON.parse(process.argv[2] ?? '{}') as Load;
const texts = JSON.parse(readFileSync(load.textsFile, 'utf8')) as string[];
let nextText = load.firstText;

const latenciesMs = new Map<number, number[]>();
let failures = 0;

function nextBody(): string {
  const own = Array.from({ length: load.textsPerRequest }, () => texts[nextText++ % texts.length]);
  return JSON.stringify({ text: own });
}

function note(status: number, latencyMs: number): void {
  const sample = latenciesMs.get(status);
  if (sample) sample.push(latencyMs);
  else latenciesMs.set(status, [latencyMs]);
}

async function closedModel(connections: number): Promise<void> {
  const dispatcher = new Pool(load.url, { connections, pipelining: 1 });
  const endMs = performance.now() + load.seconds * 1_000;
  const client = async () => {
    while (performance.now() < endMs) await send(dispatcher);
  };
  await Promise.all(Array.from({ length: connections }, client));
  await dispatcher.close();
}

async function openModel(requestsPerSecond: number): Promise<void> {
  const dispatcher = new Pool(load.url, { connections: 4_096, pipelining: 1 });
  const pending = new Set<Promise<void>>();
  const startMs = performance.now();
  for (let sent = 0; ;) {
    const elapsedSeconds = (performance.now() - startMs) / 1_000;
    if (elapsedSeconds >= load.seconds) break;
    for (; sent < elapsedSeconds * requestsPerSecond; sent++) {
      const one = send(dispatcher).finally(() => pending.delete(one));
      pending.add(one);
    }
    await sleep(5);
  }
  await Promise.all(pending);
  await dispatcher.close();
}

async function send(dispatcher: Pool): Promise<void> {
  const startMs = performance.now();
  try {
    const { statusCode, body } = await dispatcher.request({
      path: '/predict',
      method: 'POST',
      headers: { 'content-type': 'application/json', ...load.headers },
      body: nextBody(),
    });
    await body.dump();
    note(statusCode, performance.now() - startMs);
  } catch {
    failures++;
  }
}

const startMs = performance.now();
const startCpu = process.cpuUsage();
await (load.connections === undefined ? openModel(load.requestsPerSecond ?? 1) : closedModel(load.connections));
const cpu = process.cpuUsage(startCpu);
const result: LoadResult = {
  // An open load's last answers come after its end; what was offered was offered within.
  seconds: load.connections === undefined ? load.seconds : (performance.now() - startMs) / 1_000,
  failures,
  cpuMs: (cpu.user + cpu.system) / 1_000,
  byStatus: Object.fromEntries(
    [...latenciesMs].map(([status, sample]) => [
      status,
      {
        count: sample.length,
        p50Ms: quantile(sample, 0.5),
        p90Ms: quantile(sample, 0.9),
        p99Ms: quantile(sample, 0.99),
        maxMs: quantile(sample, 1),
      },
    ]),
  ),
};
process.stdout.write(`${JSON.stringify(result)}\n`);
