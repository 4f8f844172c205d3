import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Pool } from 'undici';
import { repository } from '#libs/testing';
import { quantile } from './statistics.js';

/** What the replaced service's load test sends: one list nearly always, else ten sentences in a random order. */
const { usual, others } = JSON.parse(readFileSync(join(repository, 'e2e/load/predict-texts.json'), 'utf8')) as {
  readonly usual: readonly string[];
  readonly others: readonly string[];
};
const USUAL_SHARE = 0.95;

export interface ReplacedLoad {
  readonly url: string;
  readonly users: number;
  readonly seconds: number;
  /** Share of texts that nobody has sent before, 0 to 1. */
  readonly newShare: number;
  /** 0 to 1. */
  readonly random: () => number;
}

export interface ReplacedLoadResult {
  readonly iterationsPerSecond: number;
  /** Of the predictions. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly failures: number;
}

/** Users that each ask for /health and then for a prediction, without a Content-Type, again and again. */
export async function replacedLoad({
  url,
  users,
  seconds,
  newShare,
  random,
}: ReplacedLoad): Promise<ReplacedLoadResult> {
  const pool = new Pool(url, { connections: users, pipelining: 1 });
  const tookMs: number[] = [];
  let failures = 0;
  let serial = 0;
  const ask = async (path: string, body?: string) => {
    const response = await pool.request({ path, method: body === undefined ? 'GET' : 'POST', body: body ?? null });
    await response.body.dump();
    if (response.statusCode !== 200) failures++;
  };
  const toBody = () => {
    const texts = random() < USUAL_SHARE ? usual : shuffled(others, random);
    return JSON.stringify({
      text: texts.map((text) => (random() < newShare ? `${text} ${process.pid} ${serial++}` : text)),
    });
  };
  const endMs = performance.now() + seconds * 1_000;
  const user = async () => {
    while (performance.now() < endMs) {
      await ask('/health');
      const startMs = performance.now();
      await ask('/predict', toBody());
      tookMs.push(performance.now() - startMs);
    }
  };
  await Promise.all(Array.from({ length: users }, user));
  await pool.close();
  return {
    iterationsPerSecond: tookMs.length / seconds,
    p50Ms: quantile(tookMs, 0.5),
    p99Ms: quantile(tookMs, 0.99),
    failures,
  };
}

function shuffled(texts: readonly string[], random: () => number): string[] {
  return texts
    .map((text) => ({ text, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ text }) => text);
}
