import type { Encoding } from '#libs/classification';
import { ServiceError } from '#libs/classification';
import { describe, expect, it } from 'vitest';
import { RunLostError, Scheduler, type Executor } from './scheduler.js';

/** Records the batches it is given, by the lengths of their texts, and answers when it is told to. */
class RecordingExecutor implements Executor {
  readonly batches: number[][] = [];
  private settleRun: ((error?: Error) => void) | undefined;

  run(batch: readonly Int32Array[]): Promise<Float32Array> {
    const lengths = batch.map(({ length }) => length);
    this.batches.push(lengths);
    return new Promise((resolve, reject) => {
      this.settleRun = (error) => {
        if (error) reject(error);
        else resolve(Float32Array.from(lengths.flatMap((length) => [length, length])));
      };
    });
  }

  /** Ends the run that it is in, well or with an error, and lets what follows happen. */
  async end(error?: Error): Promise<void> {
    const settle = this.settleRun;
    this.settleRun = undefined;
    settle?.(error);
    await new Promise((resolve) => setImmediate(resolve));
  }

  async endAll(): Promise<void> {
    while (this.settleRun) await this.end();
  }
}

const encodingOf = (length: number): Encoding => ({ ids: new Int32Array(length), truncated: length === 512 });
const encodings = (...lengths: number[]): Encoding[] => lengths.map(encodingOf);
const lengthsOf = (outcomes: readonly unknown[]): number[] =>
  outcomes.map((outcome) => (outcome as { logits: Float32Array }).logits[0] ?? Number.NaN);

function schedulerWith(...executors: Executor[]): Scheduler {
  const scheduler = new Scheduler({
    labelCount: 2,
    batchLimits: { maxTexts: 2, maxPaddedTokens: 1_024, runOverheadTokens: 5 },
    windowTexts: 4,
    maxLosses: 2,
  });
  for (const executor of executors) scheduler.add(executor);
  return scheduler;
}

describe('Scheduler', () => {
  it('gives every text its own outcome, in the order of the request', async () => {
    const executor = new RecordingExecutor();
    const outcomes = schedulerWith(executor)
      .ticket()
      .enqueue(encodings(30, 512, 7, 30, 1));
    await executor.endAll();
    expect(lengthsOf(await outcomes)).toEqual([30, 512, 7, 30, 1]);
    expect((await outcomes)[1]).toMatchObject({ truncated: true });
  });

  it('runs a lone text at once', () => {
    const executor = new RecordingExecutor();
    void schedulerWith(executor).ticket().enqueue(encodings(5));
    expect(executor.batches).toEqual([[5]]);
  });

  it('batches texts of different requests, those of like length', async () => {
    const executor = new RecordingExecutor();
    const scheduler = schedulerWith(executor);
    for (const length of [100, 9, 30, 8, 31]) void scheduler.ticket().enqueue(encodings(length));
    await executor.endAll();
    expect(executor.batches).toEqual([[100], [9, 8], [30, 31]]);
  });

  it('does not keep a request of one waiting behind a request of many', async () => {
    const executor = new RecordingExecutor();
    const scheduler = schedulerWith(executor);
    void scheduler.ticket().enqueue(encodings(...Array<number>(50).fill(100)));
    void scheduler.ticket().enqueue(encodings(7));
    await executor.end();
    await executor.end();
    await executor.end();
    expect(executor.batches.flat()).toContain(7);
  });

  it('divides what waits among the executors that are free', () => {
    const executors = [new RecordingExecutor(), new RecordingExecutor()];
    void schedulerWith(...executors)
      .ticket()
      .enqueue(encodings(5, 5));
    expect(executors.map(({ batches }) => batches)).toEqual([[[5]], [[5]]]);
  });

  it('waits while there is no executor, and goes on with the next one', async () => {
    const executor = new RecordingExecutor();
    const scheduler = schedulerWith();
    const outcomes = scheduler.ticket().enqueue(encodings(5));
    scheduler.add(executor);
    await executor.endAll();
    expect(lengthsOf(await outcomes)).toEqual([5]);
  });

  it('gives nothing to an executor that was removed', async () => {
    const lost = new RecordingExecutor();
    const scheduler = schedulerWith(lost);
    void scheduler.ticket().enqueue(encodings(5, 6, 7));
    scheduler.remove(lost);
    await lost.end(new RunLostError('killed'));
    expect(lost.batches).toHaveLength(1);
  });

  it('runs the texts of a lost batch again, each by itself, and before all others', async () => {
    const [lost, other] = [new RecordingExecutor(), new RecordingExecutor()];
    const scheduler = schedulerWith(lost);
    const outcomes = scheduler.ticket().enqueue(encodings(4, 5, 6));
    const later = scheduler.ticket().enqueue(encodings(3));
    scheduler.remove(lost);
    await lost.end(new RunLostError('killed'));
    scheduler.add(other);
    await other.endAll();
    expect(lost.batches).toEqual([[4, 5]]);
    expect(other.batches).toEqual([[4], [5], [6, 3]]);
    expect([lengthsOf(await outcomes), lengthsOf(await later)]).toEqual([[4, 5, 6], [3]]);
  });

  it('does not count the loss of a batch against its texts', async () => {
    const executor = new RecordingExecutor();
    const scheduler = schedulerWith();
    const outcomes = scheduler.ticket().enqueue(encodings(4, 5));
    scheduler.add(executor);
    for (let loss = 0; loss < 2; loss++) await executor.end(new RunLostError('killed'));
    await executor.endAll();
    expect(executor.batches).toEqual([[4, 5], [4], [4], [5]]);
    expect(lengthsOf(await outcomes)).toEqual([4, 5]);
  });

  it('fails a text that was lost alone too often, and not its neighbour', async () => {
    const executor = new RecordingExecutor();
    const scheduler = schedulerWith();
    const outcomes = scheduler.ticket().enqueue(encodings(4, 5));
    scheduler.add(executor);
    for (let loss = 0; loss < 3; loss++) await executor.end(new RunLostError('killed'));
    await executor.endAll();
    expect(await outcomes).toMatchObject([
      { failure: expect.stringContaining('ended 2 times') as string },
      { logits: Float32Array.of(5, 5) },
    ]);
  });

  it('fails a text that the model fails on, and not its neighbour', async () => {
    const executor = new RecordingExecutor();
    const scheduler = schedulerWith();
    const outcomes = scheduler.ticket().enqueue(encodings(4, 5));
    scheduler.add(executor);
    await executor.end(new Error('no such token'));
    await executor.end(new Error('no such token'));
    await executor.endAll();
    expect(await outcomes).toMatchObject([
      { failure: expect.stringContaining('failed on this text') as string },
      { logits: Float32Array.of(5, 5) },
    ]);
  });

  it('fails the text whose logits are not finite, and not its neighbour', async () => {
    const scheduler = schedulerWith();
    const outcomes = scheduler.ticket().enqueue(encodings(3, 4));
    scheduler.add({ run: () => Promise.resolve(Float32Array.of(1, 2, Number.NaN, 0)) });
    expect(await outcomes).toEqual([
      { logits: Float32Array.of(1, 2), truncated: false },
      { failure: 'The model has no finite answer for this text.' },
    ]);
  });

  it('refuses what waits when it closes, what was lost then, and what comes later', async () => {
    const executor = new RecordingExecutor();
    const scheduler = schedulerWith(executor);
    const running = scheduler.ticket().enqueue(encodings(4));
    const waiting = scheduler.ticket().enqueue(encodings(5));
    const ticket = scheduler.ticket();
    scheduler.close('The service is shutting down.');
    const refusals = [running, waiting, ticket.enqueue(encodings(6))].map((outcome) =>
      outcome.catch((error: unknown) => error),
    );
    await executor.end(new RunLostError('killed'));
    for (const refusal of await Promise.all(refusals)) {
      expect(refusal).toBeInstanceOf(ServiceError);
      expect(refusal).toMatchObject({ kind: 'model-unavailable', message: 'The service is shutting down.' });
    }
  });
});
