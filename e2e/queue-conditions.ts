import { expect } from 'vitest';
import { metricSum, readMetrics } from './metrics-page.js';
import { WAIT_LIMIT_MS } from './wait-limit.js';

/** More texts than the workers hold in their runs, so that some of them wait. */
const CROWD_TEXTS = 100;

/** A request body whose texts do not all fit into the present runs of the workers. */
export function makeCrowd(name: string): { readonly text: readonly string[] } {
  return { text: Array.from({ length: CROWD_TEXTS }, (_, index) => `${name} ${index}`) };
}

/** The number of texts that wait for a run. */
export async function countQueuedTexts(url: string): Promise<number> {
  return metricSum(await readMetrics(url), 'sentiment_queue_texts');
}

/** Waits until at least so many texts wait for a run: the workers are busy then, or stopped. */
export async function untilQueued(url: string, texts = 1): Promise<void> {
  await expect
    .poll(() => countQueuedTexts(url), { interval: 10, timeout: WAIT_LIMIT_MS })
    .toBeGreaterThanOrEqual(texts);
}

/** Waits until the service has read the body of a request that it has not answered yet. */
export async function untilRequestRead(url: string): Promise<void> {
  const readFilledRatio = async () => metricSum(await readMetrics(url), 'sentiment_queue_filled_ratio');
  await expect.poll(readFilledRatio, { interval: 10, timeout: WAIT_LIMIT_MS }).toBeGreaterThan(0);
}

/** Waits until every text of the requests that the service has read is in a run: none waits for one. */
export async function untilRunning(url: string): Promise<void> {
  await untilRequestRead(url);
  await expect.poll(() => countQueuedTexts(url), { interval: 10, timeout: WAIT_LIMIT_MS }).toBe(0);
}

/** Waits until the service takes no new connection. */
export async function untilRefused(url: string): Promise<void> {
  const health = () =>
    fetch(`${url}/health`).then(
      ({ status }) => status,
      () => 'refused',
    );
  await expect.poll(health, { interval: 10, timeout: WAIT_LIMIT_MS }).toBe('refused');
}
