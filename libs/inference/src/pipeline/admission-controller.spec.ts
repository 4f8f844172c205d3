import { describe, expect, it } from 'vitest';
import { PredictionError } from '#libs/prediction';
import { catchError, finish, openPipeline, settled, textsUpTo, toLengths } from './open-pipeline.fake.js';

describe('Admission control: before the body is read', () => {
  it('refuses a request once the backlog alone takes longer than its time', async () => {
    const { pipeline, classify, worker } = openPipeline();
    const check = (timeoutMs: number) => () => {
      pipeline.admission.check({ client: '', timeoutMs });
    };
    expect(check(1)).not.toThrow();
    const accepted = classify(['x'.repeat(100), 'y'.repeat(100)]);
    await settled();
    expect(check(50)).toThrow('Try again later');
    expect(check(5_000)).not.toThrow();
    await finish(worker);
    await accepted;
  });

  it('estimates the wait of a client without the backlog that other clients queue behind it', async () => {
    const { pipeline, classify, worker } = openPipeline();
    const accepted = Promise.all(textsUpTo(30).map((text) => classify([text], { client: 'many' })));
    await settled();
    const check = (client: string) => () => {
      pipeline.admission.check({ client, timeoutMs: 200 });
    };
    expect(check('many')).toThrow('Try again later');
    expect(check('few')).not.toThrow();
    await finish(worker);
    await accepted;
  });
});

describe('Admission control: bodies', () => {
  const MEGABYTE = 1_000_000;
  const LIMITS = { bytes: 10 * MEGABYTE, hardBytes: 12 * MEGABYTE };

  it('reserves capacity for bytes that arrived, and releases it', () => {
    const { admission } = openPipeline({ admission: LIMITS }).pipeline;
    const [first, second, third] = [admission.reserve('a'), admission.reserve('a'), admission.reserve('a')];
    first.grow(6 * MEGABYTE);
    expect(() => {
      second.grow(6 * MEGABYTE);
    }).toThrow('Try again later');
    second.grow(MEGABYTE);
    first.release();
    third.grow(6 * MEGABYTE);
  });

  it('reserves nothing for a request that sends no bytes', () => {
    const { admission } = openPipeline({ admission: LIMITS }).pipeline;
    for (let claim = 0; claim < 1_000; claim++) admission.reserve('a');
    expect(admission.utilization).toBe(0);
    admission.reserve('b').grow(9 * MEGABYTE);
  });

  it('accepts a body past the limit when it comes alone', () => {
    const { admission } = openPipeline({ admission: LIMITS }).pipeline;
    const reservation = admission.reserve('a');
    for (let chunk = 0; chunk < 20; chunk++) reservation.grow(MEGABYTE);
    expect(admission.utilization).toBe(1);
    reservation.release();
    expect(admission.utilization).toBe(0);
  });

  it('lets a client hold its share when another client holds everything', () => {
    const { admission } = openPipeline({ admission: LIMITS }).pipeline;
    admission.reserve('many').grow(10 * MEGABYTE);
    expect(() => {
      admission.check({ client: 'many', timeoutMs: undefined });
    }).toThrow('Try again later');
    admission.check({ client: 'few', timeoutMs: undefined });
    const few = admission.reserve('few');
    few.grow(2 * MEGABYTE);
    // The hard limit.
    expect(() => {
      few.grow(MEGABYTE);
    }).toThrow('Try again later');
  });
});

describe('Admission control: with the texts', () => {
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
    for (const admission of [{ queuedTokens: 700 }, { bytes: 251_500, hardBytes: 251_500 }]) {
      const { classify, worker } = openPipeline({ admission });
      const accepted = classify(texts('a'), { timeoutMs: 1e6 });
      await settled();
      await expect(classify(texts('b'), { timeoutMs: 1e6 })).rejects.toThrow('Try again later');
      await finish(worker);
      await accepted;
      const later = classify(texts('b'), { timeoutMs: 1e6 });
      await finish(worker);
      await later;
    }
  });
});
