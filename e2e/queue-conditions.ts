import { expect } from 'vitest';
import { metricSum, readMetrics } from './metrics-page.js';

const LIMIT_MS = 10_000;
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
  await expect.poll(() => countQueuedTexts(url), { interval: 10, timeout: LIMIT_MS }).toBeGreaterThanOrEqual(texts);
}

/** Waits until the service takes no new connection. */
export async function untilRefused(url: string): Promise<void> {
  const health = () =>
    fetch(`${url}/health`).then(
      ({ status }) => status,
      () => 'refused',
    );
  await expect.poll(health, { interval: 10, timeout: LIMIT_MS }).toBe('refused');
}
