/**
 * A load generator that costs little (k6 took as much CPU as the service): takes a PacedLoad as its argument, sends a
 * PacedLoadResult to its parent.
 */
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ResponseReader } from './attacks/response-reader.js';
import type { PacedLoad, PacedLoadResult } from './paced-load.js';
import { quantile } from './statistics.js';

const TICK_MS = 5;
/** A second past the deadline of the service. */
const LAST_ANSWERS_MS = 11_000;

const load = JSON.parse(process.argv[2] ?? '{}') as PacedLoad;
const texts = readFileSync(load.textsFile, 'utf8').trimEnd().split('\n');
const durationsMs = new Map<number, number[]>();
const answeredInTime: Record<string, number> = {};
const free: Socket[] = [];
const sentMs = new Map<Socket, number>();
let [nextText, unsent, failures] = [load.firstText, 0, 0];
let isOver = false;

process.once('disconnect', () => process.exit());

function open(): void {
  const socket = connect(load.port, '127.0.0.1').setNoDelay();
  const reader = new ResponseReader();
  socket.once('connect', () => free.push(socket));
  socket.on('data', (chunk: Buffer) => {
    const status = reader.push(chunk);
    const startedMs = sentMs.get(socket);
    if (status === undefined || startedMs === undefined) return;
    sentMs.delete(socket);
    const durations = durationsMs.get(status) ?? [];
    durationsMs.set(status, durations);
    durations.push(performance.now() - startedMs);
    if (!isOver) answeredInTime[status] = (answeredInTime[status] ?? 0) + 1;
    free.push(socket);
  });
  socket.on('error', () => {});
  socket.once('close', () => {
    if (sentMs.delete(socket)) failures++;
    const index = free.indexOf(socket);
    if (index >= 0) free.splice(index, 1);
    if (!isOver) open();
  });
}

function send(): void {
  const socket = free.pop();
  if (!socket) {
    unsent++;
    return;
  }
  const own = Array.from({ length: load.textsPerRequest }, () => texts[nextText++ % texts.length]);
  const body = `{"text":[${own.join(',')}]}`;
  const head = `POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}`;
  sentMs.set(socket, performance.now());
  socket.write(`${head}\r\n\r\n${body}`);
}

for (let count = 0; count < load.connections; count++) open();
while (free.length < load.connections) await sleep(TICK_MS);
const startMs = performance.now();
let due = 0;
for (let elapsedMs = 0; elapsedMs < load.seconds * 1_000; elapsedMs = performance.now() - startMs) {
  for (; due < (elapsedMs / 1_000) * load.requestsPerSecond; due++) send();
  await sleep(TICK_MS);
}
isOver = true;
const endMs = performance.now() + LAST_ANSWERS_MS;
while (sentMs.size > 0 && performance.now() < endMs) await sleep(TICK_MS);
const byStatus = [...durationsMs].map(([status, durations]) => {
  const [p50Ms, p99Ms, maxMs] = [quantile(durations, 0.5), quantile(durations, 0.99), quantile(durations, 1)];
  return [status, { count: durations.length, p50Ms, p99Ms, maxMs }] as const;
});
const result = { failures: failures + sentMs.size, unsent, answeredInTime, byStatus: Object.fromEntries(byStatus) };
process.send?.(result satisfies PacedLoadResult, () => process.disconnect());
