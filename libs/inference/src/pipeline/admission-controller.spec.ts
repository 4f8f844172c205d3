import { describe, expect, it } from 'vitest';
import { PredictionError } from '#libs/prediction';
import { catchError, finish, openPipeline, settled, toLengths } from './open-pipeline.fake.js';

describe('AdmissionController: before the body is read', () => {
  it('refuses a request once the backlog alone takes longer than its time', async () => {
    const { pipeline, classify, worker } = openPipeline();
    const acquire = (timeoutMs: number) => () => pipeline.admission.acquire({ timeoutMs, bodyBytes: 0 });
    expect(acquire(1)).not.toThrow();
    const accepted = classify(['x'.repeat(100), 'y'.repeat(100)]);
    await settled();
    expect(acquire(50)).toThrow('try again later');
    expect(acquire(5_000)).not.toThrow();
    await finish(worker);
    await accepted;
  });

  it('reserves capacity for bodies, and releases it', () => {
    const { admission } = openPipeline({ admission: { queuedBytes: 10_000_000 } }).pipeline;
    const acquire = (bodyBytes: number) => admission.acquire({ timeoutMs: undefined, bodyBytes });
    const release = acquire(6_000_000);
    expect(() => acquire(6_000_000)).toThrow('try again later');
    acquire(1_000_000)();
    release();
    expect(() => acquire(6_000_000)).not.toThrow();
  });

  it('accepts a body past the limit when it comes alone', () => {
    const { admission } = openPipeline({ admission: { queuedBytes: 1_000 } }).pipeline;
    expect(() => admission.acquire({ timeoutMs: 1_000, bodyBytes: 6_000_000 })).not.toThrow();
  });
});

describe('AdmissionController: with the texts', () => {
  it('refuses texts that cannot be answered in time, with the estimated wait', async () => {
    const { classify, worker, stats } = openPipeline();
    const accepted = classify(['x'.repeat(100), 'y'.repeat(100)]);
    await settled();
    const error = await catchError(classify(['z'.repeat(99)], { timeoutMs: 200 }));
    expect(error).toBeInstanceOf(PredictionError);
    const refusal = error as PredictionError;
    expect(refusal).toMatchObject({ kind: 'overloaded', retryAfterSeconds: 1 });
    expect(refusal.estimatedWaitMs).toBeGreaterThan(200);
    expect(refusal.estimatedWaitMs).toBeLessThan(400);
    expect(stats.snapshot().drops.overloaded).toBe(1);
    const also = classify(['z'.repeat(99)], { timeoutMs: 500 });
    await finish(worker);
    await Promise.all([accepted, also]);
  });

  it('accepts a small request while the queue is empty, whatever the estimate: a bad one would persist', async () => {
    const { classify, worker } = openPipeline();
    const answer = classify(['x'.repeat(400)], { timeoutMs: 10 });
    await finish(worker);
    expect(toLengths(await answer)).toEqual([400]);
  });

  it('bounds the queue in tokens and in bytes', async () => {
    const texts = (prefix: string) => Array.from({ length: 6 }, (_, index) => `${prefix}${index}`.padEnd(100, 'x'));
    for (const admission of [{ queuedTokens: 700 }, { queuedBytes: 251_500 }]) {
      const { classify, worker } = openPipeline({ admission });
      const accepted = classify(texts('a'), { timeoutMs: 1e6 });
      await settled();
      await expect(classify(texts('b'), { timeoutMs: 1e6 })).rejects.toThrow('try again later');
      await finish(worker);
      await accepted;
      const later = classify(texts('b'), { timeoutMs: 1e6 });
      await finish(worker);
      await later;
    }
  });
});
