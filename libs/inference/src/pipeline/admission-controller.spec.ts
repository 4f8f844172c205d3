import { describe, expect, it } from 'vitest';
import { ServiceError } from '#libs/prediction';
import { call, errorOf, finish, lengthsOf, openIntake, settled } from './open-scheduler.fake.js';

describe('refusing at the door', () => {
  it('refuses what cannot be done in time, with the wait, and takes what can', async () => {
    const { intake, executor, drops } = openIntake();
    const taken = intake.classify(['x'.repeat(100), 'y'.repeat(100)], call);
    await settled();
    const error = await errorOf(Promise.resolve().then(() => intake.classify(['z'.repeat(99)], { timeoutMs: 200 })));
    expect(error).toBeInstanceOf(ServiceError);
    const refusal = error as ServiceError;
    expect(refusal).toMatchObject({ kind: 'overloaded', retryAfterSeconds: 1 });
    expect(refusal.estimatedWaitMs).toBeGreaterThan(200);
    expect(refusal.estimatedWaitMs).toBeLessThan(400);
    expect(drops).toEqual(['overloaded']);
    const also = intake.classify(['z'.repeat(99)], { timeoutMs: 500 });
    await finish(executor);
    await Promise.all([taken, also]);
  });

  it('says so before the texts are known, once the queue alone is too long', async () => {
    const { door, intake, executor } = openIntake();
    expect(() => door.admit(1)).not.toThrow();
    const taken = intake.classify(['x'.repeat(100), 'y'.repeat(100)], call);
    await settled();
    expect(() => door.admit(50)).toThrow('try again later');
    expect(() => door.admit(5_000)).not.toThrow();
    await finish(executor);
    await taken;
  });

  it('keeps room for the bodies that are being read, and gives it back', () => {
    const { door } = openIntake({ queuedBytes: 10_000_000 });
    const leave = door.admit(1_000, 6_000_000);
    expect(() => door.admit(1_000, 6_000_000)).toThrow('try again later');
    door.admit(1_000, 1_000_000)();
    leave();
    expect(() => door.admit(1_000, 6_000_000)).not.toThrow();
  });

  it('reads a body past the bound when it comes alone', () => {
    const { door } = openIntake({ queuedBytes: 1_000 });
    expect(() => door.admit(1_000, 6_000_000)).not.toThrow();
  });

  it('takes a small request when nothing waits, whatever the estimate says: else a bad one would last', async () => {
    const { intake, executor } = openIntake();
    const answer = intake.classify(['x'.repeat(400)], { timeoutMs: 10 });
    await finish(executor);
    expect(lengthsOf(await answer)).toEqual([400]);
  });

  it('bounds what waits, in tokens and in bytes', async () => {
    const texts = (prefix: string) => Array.from({ length: 6 }, (_, index) => `${prefix}${index}`.padEnd(100, 'x'));
    for (const limits of [{ queuedTokens: 700 }, { queuedBytes: 251_500 }]) {
      const { intake, executor } = openIntake(limits);
      const taken = intake.classify(texts('a'), { timeoutMs: 1e6 });
      await settled();
      expect(() => intake.classify(texts('b'), { timeoutMs: 1e6 })).toThrow('try again later');
      await finish(executor);
      await taken;
      const later = intake.classify(texts('b'), { timeoutMs: 1e6 });
      await finish(executor);
      await later;
    }
  });
});
