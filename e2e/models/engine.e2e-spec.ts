import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CachingClassifier, MemoryCache } from '#libs/caching';
import { systemClock } from '#libs/clock';
import { forkWorker, InferenceEngine } from '#libs/inference';
import { repository, shippedModel } from '#libs/testing';

const builtEntry = pathToFileURL(join(repository, 'dist/libs/inference/src/workers/worker.entry.js'));
const cache = { mayRead: true, mayStore: true };
const within = (timeoutMs: number) => ({ deadlineMs: systemClock.nowMs() + timeoutMs, cache });

const engine = new InferenceEngine({
  modelDir: shippedModel,
  maxWindows: 16,
  cpu: { workers: 2, threadsPerWorker: 1, soloThreads: 2, description: '' },
  clock: systemClock,
  startChild: (options) => forkWorker(options, builtEntry),
  logger: { log: () => {}, warn: () => {} },
});

beforeAll(() => engine.load());
afterAll(() => engine.close());

describe('the engine with real model processes', () => {
  it('runs 3 rows for 200 requests at once over 3 texts', async () => {
    const texts = ['This is fun', 'the movie was awful', 'Well, that could have been worse.'];
    const before = engine.stats.batchedInputs;
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) => engine.classify([texts[index % 3] ?? ''], within(30_000))),
    );
    expect(engine.stats.batchedInputs - before).toBe(3);
    expect(engine.stats.deduplicatedTexts).toBeGreaterThanOrEqual(197);
    answers.forEach((answer, index) => {
      expect(answer.outcomes).toEqual(answers[index % 3]?.outcomes);
    });
  });

  it('runs one row for ten texts of which nine are known', async () => {
    const memory = new MemoryCache({ maxBytes: 1e6, ttlSeconds: 60, clock: systemClock });
    const classifier = new CachingClassifier({ cache: memory, next: engine, loadedModel: engine, clock: systemClock });
    const predict = async (texts: readonly string[]) => (await classifier.classify(texts, within(30_000))).outcomes;
    const ten = Array.from({ length: 10 }, (_, index) => `one of ten texts, number ${index}`);
    const nine = await predict(ten.filter((_, index) => index !== 4));
    const before = engine.stats.batchedInputs;
    const all = await predict(ten);
    expect(engine.stats.batchedInputs - before).toBe(1);
    expect(all.filter((_, index) => index !== 4)).toEqual(nine);
    await memory.close();
  });

  it('has nothing left in its queues when all is answered', async () => {
    await engine.classify(
      Array.from({ length: 100 }, (_, index) => `text number ${index}`),
      within(30_000),
    );
    expect(engine.stats).toMatchObject({
      queuedInputs: 0,
      queuedTokens: 0,
      workers: 2,
      responsiveWorkers: 2,
      workersCrashed: 0,
    });
  });

  it('refuses at once what it cannot do in time', async () => {
    const texts = Array.from({ length: 1_000 }, (_, index) => `number ${index} ${'and so on '.repeat(150)}`);
    const before = engine.stats.drops.overloaded;
    const startMs = performance.now();
    await expect(engine.classify(texts, within(1_000))).rejects.toMatchObject({ kind: 'overloaded' });
    expect(performance.now() - startMs).toBeLessThan(1_000);
    expect(engine.stats.drops.overloaded - before).toBe(1);
  });
});
