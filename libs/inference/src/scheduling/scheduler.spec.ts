import { describe, expect, it } from 'vitest';
import type { Encoding } from '#libs/classification';
import { RunLostError, Scheduler, type Executor } from './scheduler.js';

/** Answers each text with its length as both logits; records what it ran. */
class RecordingExecutor implements Executor {
  readonly batches: number[][] = [];

  constructor(private readonly before: (batch: number) => void = () => {}) {}

  async run(batch: readonly Int32Array[]): Promise<Float32Array> {
    this.batches.push(batch.map(({ length }) => length));
    await Promise.resolve();
    this.before(this.batches.length);
    return Float32Array.from(batch.flatMap(({ length }) => [length, length]));
  }
}

function encodingOf(length: number): Encoding {
  return { ids: new Int32Array(length), truncated: length === 512 };
}

function schedulerWith(executor: Executor | undefined): Scheduler {
  const scheduler = new Scheduler({
    labelCount: 2,
    batchLimits: { maxTexts: 2, maxPaddedTokens: 1_024 },
    windowTexts: 4,
    maxAttempts: 2,
  });
  scheduler.use(executor);
  return scheduler;
}

const lengthsOf = (outcomes: readonly unknown[]): number[] =>
  outcomes.map((outcome) => (outcome as { logits: Float32Array }).logits[0] ?? Number.NaN);

describe('Scheduler', () => {
  it('gives every text its own outcome, in the order of the request', async () => {
    const scheduler = schedulerWith(new RecordingExecutor());
    const outcomes = await scheduler.ticket().enqueue([30, 512, 7, 30, 1].map(encodingOf));
    expect(lengthsOf(outcomes)).toEqual([30, 512, 7, 30, 1]);
    expect(outcomes[1]).toMatchObject({ truncated: true });
  });

  it('batches texts of different requests, by length', async () => {
    const executor = new RecordingExecutor();
    const scheduler = schedulerWith(undefined);
    const first = scheduler.ticket().enqueue([9, 3].map(encodingOf));
    const second = scheduler.ticket().enqueue([8, 2].map(encodingOf));
    scheduler.use(executor);
    expect([lengthsOf(await first), lengthsOf(await second)]).toEqual([
      [9, 3],
      [8, 2],
    ]);
    expect(executor.batches).toEqual([
      [2, 3],
      [8, 9],
    ]);
  });

  it('waits while there is no process, and goes on with the next one', async () => {
    const scheduler = schedulerWith(undefined);
    const outcomes = scheduler.ticket().enqueue([encodingOf(5)]);
    scheduler.use(new RecordingExecutor());
    expect(lengthsOf(await outcomes)).toEqual([5]);
  });

  it('runs the texts of a lost run once more', async () => {
    const executor = new RecordingExecutor((batch) => {
      if (batch === 1) throw new RunLostError('killed');
    });
    const outcomes = await schedulerWith(executor).ticket().enqueue([4, 5].map(encodingOf));
    expect(lengthsOf(outcomes)).toEqual([4, 5]);
    expect(executor.batches).toEqual([
      [4, 5],
      [4, 5],
    ]);
  });

  it('does not count a try against texts that never ran', async () => {
    const survivor = new RecordingExecutor();
    const scheduler = schedulerWith(undefined);
    const outcomes = scheduler.ticket().enqueue([1, 2, 3, 4].map(encodingOf));
    scheduler.use({
      run() {
        scheduler.use(undefined);
        return Promise.reject(new RunLostError('killed'));
      },
    });
    await Promise.resolve();
    scheduler.use({ run: () => Promise.reject(new RunLostError('killed again')) });
    scheduler.use(survivor);
    expect((await outcomes).some((outcome) => 'logits' in outcome)).toBe(true);
  });

  it('fails a text by itself when it was lost twice', async () => {
    const executor = new RecordingExecutor(() => {
      throw new RunLostError('killed');
    });
    const [outcome] = await schedulerWith(executor)
      .ticket()
      .enqueue([encodingOf(4)]);
    expect(outcome).toMatchObject({ failure: expect.stringContaining('lost 2 times') as string });
    expect(executor.batches).toHaveLength(2);
  });

  it('fails the text whose logits are not finite, and not its neighbour', async () => {
    const scheduler = schedulerWith({ run: () => Promise.resolve(Float32Array.of(1, 2, Number.NaN, 0)) });
    const outcomes = await scheduler.ticket().enqueue([3, 4].map(encodingOf));
    expect(outcomes).toEqual([
      { logits: Float32Array.of(1, 2), truncated: false },
      { failure: 'The model has no finite answer for this text.' },
    ]);
  });

  it('fails what still waits when it closes', async () => {
    const scheduler = schedulerWith(undefined);
    const outcomes = scheduler.ticket().enqueue([encodingOf(4)]);
    scheduler.close('The service is shutting down.');
    expect(await outcomes).toEqual([{ failure: 'The service is shutting down.' }]);
  });
});
