import { describe, expect, it } from 'vitest';
import { ServiceError } from '#libs/prediction';
import { context, catchError, finish, toLengths, openScheduler, settled } from './open-scheduler.fake.js';

describe('refusing at the admission', () => {
  it('refuses what cannot be done in time, with the wait, and takes what can', async () => {
    const { scheduler, worker, drops } = openScheduler();
    const taken = scheduler.classify(['x'.repeat(100), 'y'.repeat(100)], context);
    await settled();
    const error = await catchError(
      Promise.resolve().then(() => scheduler.classify(['z'.repeat(99)], { timeoutMs: 200 })),
    );
    expect(error).toBeInstanceOf(ServiceError);
    const refusal = error as ServiceError;
    expect(refusal).toMatchObject({ kind: 'overloaded', retryAfterSeconds: 1 });
    expect(refusal.estimatedWaitMs).toBeGreaterThan(200);
    expect(refusal.estimatedWaitMs).toBeLessThan(400);
    expect(drops).toEqual(['overloaded']);
    const also = scheduler.classify(['z'.repeat(99)], { timeoutMs: 500 });
    await finish(worker);
    await Promise.all([taken, also]);
  });

  it('says so before the texts are known, once the queue alone is too long', async () => {
    const { admission, scheduler, worker } = openScheduler();
    expect(() => admission.admit(1)).not.toThrow();
    const taken = scheduler.classify(['x'.repeat(100), 'y'.repeat(100)], context);
    await settled();
    expect(() => admission.admit(50)).toThrow('try again later');
    expect(() => admission.admit(5_000)).not.toThrow();
    await finish(worker);
    await taken;
  });

  it('keeps room for the bodies that are being read, and gives it back', () => {
    const { admission } = openScheduler({ queuedBytes: 10_000_000 });
    const leave = admission.admit(1_000, 6_000_000);
    expect(() => admission.admit(1_000, 6_000_000)).toThrow('try again later');
    admission.admit(1_000, 1_000_000)();
    leave();
    expect(() => admission.admit(1_000, 6_000_000)).not.toThrow();
  });

  it('reads a body past the bound when it comes alone', () => {
    const { admission } = openScheduler({ queuedBytes: 1_000 });
    expect(() => admission.admit(1_000, 6_000_000)).not.toThrow();
  });

  it('takes a small request when nothing waits, whatever the estimate says: else a bad one would last', async () => {
    const { scheduler, worker } = openScheduler();
    const answer = scheduler.classify(['x'.repeat(400)], { timeoutMs: 10 });
    await finish(worker);
    expect(toLengths(await answer)).toEqual([400]);
  });

  it('bounds what waits, in tokens and in bytes', async () => {
    const texts = (prefix: string) => Array.from({ length: 6 }, (_, index) => `${prefix}${index}`.padEnd(100, 'x'));
    for (const limits of [{ queuedTokens: 700 }, { queuedBytes: 251_500 }]) {
      const { scheduler, worker } = openScheduler(limits);
      const taken = scheduler.classify(texts('a'), { timeoutMs: 1e6 });
      await settled();
      expect(() => scheduler.classify(texts('b'), { timeoutMs: 1e6 })).toThrow('try again later');
      await finish(worker);
      await taken;
      const later = scheduler.classify(texts('b'), { timeoutMs: 1e6 });
      await finish(worker);
      await later;
    }
  });
});
