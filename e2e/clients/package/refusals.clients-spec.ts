import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, startApi } from '#libs/testing';
import { metricSum, readMetrics } from '../../metrics-page.js';
import { InstalledClient } from './installed-client.js';

const WINDOW_SECONDS = 2;
const LIMITS = { RATE_LIMIT_REQUESTS: '3', RATE_LIMIT_SECONDS: `${WINDOW_SECONDS}` };
const texts = (count: number) => Array.from({ length: count }, (_, index) => `text ${index}`);

let installed: InstalledClient;
let module: Awaited<ReturnType<InstalledClient['import']>>;
let api: Api;

beforeAll(async () => {
  [installed, api] = await Promise.all([InstalledClient.install(), startApi({ env: LIMITS })]);
  module = await installed.import();
});
afterAll(async () => {
  await api.stop();
  installed.remove();
});

async function countAnswers(status: string): Promise<number> {
  return metricSum(await readMetrics(api.url), 'http_request_duration_seconds_count', { method: 'POST', status });
}

/** Waits for a window without requests. */
async function untilAllowed(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, WINDOW_SECONDS * 1_000));
}

/** @returns the retries of a client, and the answers of the service with 429 and 200 that belong to them */
async function count(use: (client: InstanceType<typeof module.SentimentClient>) => Promise<void>): Promise<{
  readonly retries: number;
  readonly refused: number;
  readonly answered: number;
}> {
  await untilAllowed();
  const [refused, answered] = [await countAnswers('429'), await countAnswers('200')];
  let retries = 0;
  const client = new module.SentimentClient({
    url: api.url,
    onRetry: ({ status, kind, retryAfterMs }, delayMs) => {
      expect([status, kind]).toEqual([429, 'rate-limited']);
      expect(delayMs).toBeGreaterThanOrEqual(retryAfterMs ?? Number.POSITIVE_INFINITY);
      retries++;
    },
  });
  await use(client);
  const difference = {
    refused: (await countAnswers('429')) - refused,
    answered: (await countAnswers('200')) - answered,
  };
  return { retries, ...difference };
}

describe('The client of a service that takes three requests in two seconds', () => {
  it('makes one retry for each refusal of a request, and has all answers', async () => {
    const { retries, refused, answered } = await count(async (client) => {
      const answers = await Promise.all(texts(10).map((text) => client.classify([text])));
      expect(answers.every(({ predictions }) => predictions.length === 1)).toBe(true);
    });
    expect(answered).toBe(10);
    expect(retries).toBe(refused);
    // Requests that run together are refused together, and half as many run in each further window.
    expect(retries).toBeGreaterThanOrEqual(1);
    expect(retries).toBeLessThanOrEqual(20);
  });

  it.each([
    ['stream', 1],
    ['requests', 7],
  ] as const)('answers each text of a stream once, in order: %s', async (transfer, requests) => {
    const { retries, refused, answered } = await count(async (client) => {
      // The limit is reached before the stream begins.
      await Promise.all(texts(3).map((text) => client.classify([text])));
      const indexes: number[] = [];
      for await (const { index, answer } of client.classifyStream(texts(700), { transfer })) {
        expect(answer?.scores).toHaveLength(2);
        indexes.push(index);
      }
      expect(indexes).toEqual([...texts(700).keys()]);
    });
    expect(answered).toBe(3 + requests);
    expect(retries).toBe(refused);
    expect(retries).toBeGreaterThanOrEqual(1);
  });
});
