/**
 * `npm run bench:production`: what guards, security headers, metrics, log and traces cost; a thousand slow connections;
 * shutdown under load. Needs Linux and wrk.
 *
 *   --rounds 5       of the costs; medians are taken over so many
 *   --seconds 4      of each load in a round
 *   --shutdowns 20   of each kind of client
 *   --parts costs,slow,shutdowns
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { freePort, postJson, repository, startApi } from '#libs/testing';
import { closedLoad } from './closed-load.js';
import { median, spread } from './statistics.js';
import { leavingLoad } from './disconnecting-load.js';
import { readAddress } from './read-address.js';
import { print } from './report.js';
import { SlowConnections } from './slow-connections.js';
import { SteadyLoad } from './steady-load.js';
import { benchTexts, TextFile } from './texts.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    shutdowns: { type: 'string', default: '20' },
    parts: { type: 'string', default: 'costs,slow,shutdowns' },
    sst2: { type: 'string', default: '../shared/sst2' },
  },
});
const SECONDS = Number(values.seconds);
const KNOWN_TEXTS = 1_000;
const CONNECTIONS = 32;
const SLOW_CONNECTIONS = 1_000;
const GOOD_CONNECTIONS = 8;
const SHUTDOWN_CONNECTIONS = 64;
const SHUTDOWN_DELAY_MS = 1_500;
const KEY = 'a-key-for-the-production-bench';

print('load before', (loadavg()[0] ?? Number.NaN).toFixed(2));
const folder = mkdtempSync(join(tmpdir(), 'bench-production-'));
const { texts } = benchTexts(join(repository, values.sst2));
const parts = values.parts.split(',');
if (parts.includes('costs')) await measureCosts();
if (parts.includes('slow')) await measureSlowConnections();
if (parts.includes('shutdowns')) for (const honours of [true, false]) await measureShutdowns(honours);
rmSync(folder, { recursive: true });

/** Known texts, one a request: the service with everything on, and the same route with nothing. */
async function measureCosts(): Promise<void> {
  const known = texts.slice(0, KNOWN_TEXTS);
  const file = new TextFile(join(folder, 'known.jsonl'), known);
  writeFileSync(join(folder, 'keys'), `bench:${KEY}\n`);
  const collector = await startCollector();
  const on = { API_KEYS_FILE: join(folder, 'keys'), RATE_LIMIT_REQUESTS: '1000000000', CORS_ORIGINS: '*' };
  const traced = { ...on, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
  const tenth = { ...traced, OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.1' };
  const plain = await startPlain();
  const services = {
    'everything off': plain,
    defaults: await startLoggingToFile({}),
    'all but traces': await startLoggingToFile(on),
    'all, a tenth traced': await startLoggingToFile(tenth),
    'all, all traced': await startLoggingToFile(traced),
  };
  const perSecond = new Map<string, number[]>(Object.keys(services).map((name) => [name, []]));
  for (const { url } of Object.values(services)) {
    await (await postJson(url, { text: known }, { 'x-api-key': KEY })).arrayBuffer();
  }
  // The first round warms everything up.
  for (let round = 0; round <= Number(values.rounds); round++) {
    for (const [name, { url }] of Object.entries(services)) {
      const load = { url, connections: CONNECTIONS, seconds: SECONDS, textsPerRequest: 1, ...file.take(0) };
      const result = await closedLoad({ ...load, apiKey: KEY });
      if (result.refused + result.failures > 0) throw new Error(`${name}: not everything was answered`);
      if (round > 0) perSecond.get(name)?.push(result.requests / result.seconds);
    }
  }
  const base = perSecond.get('everything off') ?? [];
  for (const [name, figures] of perSecond) {
    const ratios = figures.map((figure, round) => figure / (base[round] ?? Number.NaN));
    print(name, `${spread(figures, '/s')}, compared with everything off ${spread(ratios, '', 2)}`);
  }
  for (const { stop } of Object.values(services)) await stop();
  collector.stop();
}

/** Takes spans and throws them away. */
async function startCollector(): Promise<{ url: string; stop: () => void }> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.end());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function startPlain(): Promise<{ url: string; stop: () => Promise<void> }> {
  const entry = join(repository, 'dist/e2e/load/plain-service.js');
  const child = spawn(process.execPath, [entry], { stdio: ['ignore', 'pipe', 'inherit'] });
  return {
    url: await readAddress(child),
    stop: async () => {
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  };
}

/** With its log in a file: reading it would take time of the cores that are measured. */
async function startLoggingToFile(env: Record<string, string>): Promise<{ url: string; stop: () => Promise<unknown> }> {
  const port = await freePort();
  const log = join(folder, `log-${port}`);
  const api = await startApi({
    env: { ...env, PORT: String(port) },
    prefix: ['sh', '-c', 'log=$1; shift; exec "$@" > "$log"', 'sh', log],
  });
  return { url: api.url, stop: () => api.stop() };
}

/** Texts that are all new, from a few clients, alone and beside slow connections. */
async function measureSlowConnections(): Promise<void> {
  const api = await startApi({ env: { LOG_LEVEL: 'info' } });
  const ratios: number[] = [];
  const [alone, beside]: [number[], number[]] = [[], []];
  let next = 0;
  let cut = 0;
  for (let round = 0; round < Number(values.rounds); round++) {
    const options = { url: api.url, connections: GOOD_CONNECTIONS, expected: new Map<string, string>() };
    const load = new SteadyLoad({ ...options, nextText: () => texts[next++ % texts.length] ?? '' });
    const from = performance.now();
    await sleep(SECONDS * 1_000);
    const slow = new SlowConnections(Number(new URL(api.url).port), SLOW_CONNECTIONS);
    while (slow.openCount < SLOW_CONNECTIONS) await sleep(50);
    const opened = performance.now();
    await sleep(SECONDS * 4_000);
    if (load.failures.length > 0) throw new Error(`good clients failed: ${load.failures[0] ?? ''}`);
    alone.push(load.p99Ms(from, from + SECONDS * 1_000));
    beside.push(load.p99Ms(opened, performance.now()));
    ratios.push((beside.at(-1) ?? Number.NaN) / (alone.at(-1) ?? Number.NaN));
    cut += slow.cut;
    await load.stop();
    slow.stop();
    await sleep(500);
  }
  const p99 = `p99 ${spread(alone, 'ms', 1)} alone, ${spread(beside, 'ms', 1)} beside them`;
  print(
    `${SLOW_CONNECTIONS} slow connections`,
    `${GOOD_CONNECTIONS} other clients: ${p99}, ratio ${spread(ratios, '', 2)}`,
  );
  print('', `${cut} slow connections were closed and opened again; no request of the other clients failed`);
  await api.stop();
}

async function measureShutdowns(honoursReadiness: boolean): Promise<void> {
  const took: number[] = [];
  const failures: Record<string, number> = {};
  let answered = 0;
  for (let round = 0; round < Number(values.shutdowns); round++) {
    const api = await startApi({ env: { SHUTDOWN_DELAY_MS: String(SHUTDOWN_DELAY_MS) } });
    const load = leavingLoad({ url: api.url, connections: SHUTDOWN_CONNECTIONS, honoursReadiness });
    await sleep(1_000);
    const began = performance.now();
    const exitCode = await api.stop();
    took.push(performance.now() - began);
    if (exitCode !== 0) throw new Error(`exit code ${exitCode ?? 'none'}`);
    const result = await load;
    answered += result.answered;
    for (const [name, count] of Object.entries(result.failures)) failures[name] = (failures[name] ?? 0) + count;
  }
  const name = honoursReadiness ? 'readiness obeyed' : 'readiness ignored';
  const after = `exit 0 after ${median(took).toFixed(0)} ms (at most ${Math.max(...took).toFixed(0)})`;
  print(`${values.shutdowns} x SIGTERM, ${name}`, `${answered} answered, failed ${JSON.stringify(failures)}; ${after}`);
}
