import { describe, expect, it } from 'vitest';
import { ServiceError } from '#libs/prediction';
import { ManualClock } from '#libs/testing';
import { RecordingExecutor } from './recording-worker.fake.js';
import { Flight, type Outcome } from './queue-entry.js';
import { SuspectTexts } from './poison-inputs.js';
import { RunLostError, type Executor } from '../workers/worker.js';
import { Scheduler, type SchedulerOptions } from './batching-stage.js';

/** An encoded flight of so many tokens whose outcome the test waits for. */
function flightOf(tokens: number, dueMs = 0): { flight: Flight; outcome: Promise<Outcome> } {
  const flight = new Flight(`text of ${tokens}`, dueMs, tokens, 0);
  flight.encoded({ ids: new Int32Array(tokens), truncated: tokens === 512 }, 0);
  const outcome = new Promise<Outcome>((resolve) => flight.join(resolve));
  return { flight, outcome };
}

function enqueue(scheduler: Scheduler, ...lengths: number[]): Promise<Outcome[]> {
  const flights = lengths.map((tokens) => flightOf(tokens));
  scheduler.enqueue(flights.map(({ flight }) => flight));
  return Promise.all(flights.map(({ outcome }) => outcome));
}

const lost = () => new RunLostError('killed', true);

const lengthsOf = (outcomes: readonly unknown[]): number[] =>
  outcomes.map((outcome) => (outcome as { logits: Float32Array }).logits[0] ?? Number.NaN);

function schedulerWith(executors: readonly Executor[], options: Partial<SchedulerOptions> = {}): Scheduler {
  const scheduler = new Scheduler({
    clock: new ManualClock(),
    labelCount: 2,
    batchLimits: { maxTexts: 2, maxPaddedTokens: 1_024, runOverheadTokens: 5 },
    windowTexts: 4,
    land: (flight, outcome) => outcome && flight.land(outcome, 0),
    onRun: () => {},
    onFailedRun: () => {},
    onTaken: () => {},
    suspects: new SuspectTexts(2, 10),
    ...options,
  });
  for (const executor of executors) scheduler.add(executor);
  return scheduler;
}

describe('Scheduler', () => {
  it('gives every text its own outcome', async () => {
    const executor = new RecordingExecutor();
    const outcomes = enqueue(schedulerWith([executor]), 30, 512, 7, 30, 1);
    await executor.endAll();
    expect(lengthsOf(await outcomes)).toEqual([30, 512, 7, 30, 1]);
    expect((await outcomes)[1]).toMatchObject({ truncated: true });
  });

  it('runs a lone text at once: there is no window of time', () => {
    const executor = new RecordingExecutor();
    void enqueue(schedulerWith([executor]), 5);
    expect(executor.batches).toEqual([[5]]);
  });

  it('runs what is due first, whenever it came', async () => {
    const executor = new RecordingExecutor();
    const scheduler = schedulerWith([executor]);
    const due = [0, 90, 30, 60].map((dueMs, index) => flightOf(100 * (index + 1), dueMs).flight);
    for (const flight of due) scheduler.enqueue([flight]);
    await executor.endAll();
    expect(executor.batches).toEqual([[100], [300], [400], [200]]);
  });

  it('batches texts of like length among the next ones that are due', async () => {
    const executor = new RecordingExecutor();
    const scheduler = schedulerWith([executor]);
    for (const length of [100, 9, 30, 8, 31]) void enqueue(scheduler, length);
    await executor.endAll();
    expect(executor.batches).toEqual([[100], [9, 8], [30, 31]]);
  });

  it('runs one text a run where the limits say so', async () => {
    const executor = new RecordingExecutor();
    const limits = { maxTexts: 1, maxPaddedTokens: 1_024, runOverheadTokens: 5 };
    void enqueue(schedulerWith([executor], { batchLimits: limits }), 5, 5, 5);
    await executor.endAll();
    expect(executor.batches).toEqual([[5], [5], [5]]);
  });

  it('divides what waits among the executors that are free', () => {
    const executors = [new RecordingExecutor(), new RecordingExecutor()];
    void enqueue(schedulerWith(executors), 5, 5);
    expect(executors.map(({ batches }) => batches)).toEqual([[[5]], [[5]]]);
  });

  it('prefers the same executor: it has the model in its caches', async () => {
    const executors = [new RecordingExecutor(), new RecordingExecutor()];
    const scheduler = schedulerWith(executors);
    for (const length of [5, 6]) {
      void enqueue(scheduler, length);
      for (const executor of executors) await executor.endAll();
    }
    expect(executors.map(({ batches }) => batches)).toEqual([[[5], [6]], []]);
  });

  it('runs wide what is alone, once the run before was alone too', async () => {
    const [narrow, wide] = [new RecordingExecutor(), new RecordingExecutor(true)];
    const scheduler = schedulerWith([narrow, wide]);
    const runAlone = async (length: number) => {
      void enqueue(scheduler, length);
      await wide.endAll();
    };
    await runAlone(1);
    await runAlone(2);
    void enqueue(scheduler, 3, 4);
    await wide.endAll();
    await narrow.endAll();
    await runAlone(5);
    await runAlone(6);
    expect(wide.batches.map(([length], run) => [length, wide.wide[run]])).toEqual([
      [1, false],
      [2, true],
      [3, false],
      [5, false],
      [6, true],
    ]);
    expect([narrow.batches, narrow.wide]).toEqual([[[4]], [false]]);
  });

  it('waits while there is no executor, and goes on with the next one', async () => {
    const executor = new RecordingExecutor();
    const scheduler = schedulerWith([]);
    const outcomes = enqueue(scheduler, 5);
    scheduler.add(executor);
    await executor.endAll();
    expect(lengthsOf(await outcomes)).toEqual([5]);
  });

  it('gives nothing to an executor that was removed', async () => {
    const removed = new RecordingExecutor();
    const scheduler = schedulerWith([removed]);
    void enqueue(scheduler, 5, 6, 7);
    scheduler.remove(removed);
    await removed.end(lost());
    expect(removed.batches).toHaveLength(1);
  });

  it('runs the texts of a lost batch again, each by itself, and before what came later', async () => {
    const [first, other] = [new RecordingExecutor(), new RecordingExecutor()];
    const scheduler = schedulerWith([first]);
    const outcomes = enqueue(scheduler, 4, 5);
    const later = flightOf(3, 10);
    scheduler.enqueue([later.flight]);
    scheduler.remove(first);
    await first.end(lost());
    scheduler.add(other);
    await other.endAll();
    expect(first.batches).toEqual([[4, 5]]);
    expect(other.batches).toEqual([[4], [5], [3]]);
    expect([lengthsOf(await outcomes), lengthsOf([await later.outcome])]).toEqual([[4, 5], [3]]);
  });

  it('does not count the loss of a batch against its texts', async () => {
    const executor = new RecordingExecutor();
    const scheduler = schedulerWith([]);
    const outcomes = enqueue(scheduler, 4, 5);
    scheduler.add(executor);
    for (let loss = 0; loss < 2; loss++) await executor.end(lost());
    await executor.endAll();
    expect(executor.batches).toEqual([[4, 5], [4], [5], [4]]);
    expect(lengthsOf(await outcomes)).toEqual([4, 5]);
  });

  it('refuses a text that was lost alone too often, and not its neighbour', async () => {
    const executor = new RecordingExecutor();
    const suspects = new SuspectTexts(2, 10);
    const scheduler = schedulerWith([], { suspects });
    const outcomes = enqueue(scheduler, 4, 5);
    scheduler.add(executor);
    await executor.end(lost());
    while (suspects.lossesOf('text of 4') < 2) {
      const isPoison = executor.batches.at(-1)?.[0] === 4;
      await executor.end(isPoison ? lost() : undefined);
    }
    await executor.endAll();
    expect(await outcomes).toMatchObject([{ isRefused: true }, { logits: Float32Array.of(5, 5) }]);
    expect(suspects.lossesOf('text of 5')).toBe(0);
  });

  it('acquits a text that runs well after a loss', async () => {
    const executor = new RecordingExecutor();
    const suspects = new SuspectTexts(2, 10);
    const outcomes = enqueue(schedulerWith([executor], { suspects }), 4);
    await executor.end(lost());
    expect(suspects.lossesOf('text of 4')).toBe(1);
    await executor.endAll();
    expect(lengthsOf(await outcomes)).toEqual([4]);
    expect(suspects.lossesOf('text of 4')).toBe(0);
  });

  it('does not hold it against a text that a process was gone before it came', async () => {
    const executor = new RecordingExecutor();
    const suspects = new SuspectTexts(2, 10);
    const outcomes = enqueue(schedulerWith([executor], { suspects }), 4);
    for (let loss = 0; loss < 3; loss++) await executor.end(new RunLostError('gone', false));
    await executor.endAll();
    expect(lengthsOf(await outcomes)).toEqual([4]);
    expect(suspects.lossesOf('text of 4')).toBe(0);
  });

  it('fails a text that the model fails on, and not its neighbour', async () => {
    const scheduler = schedulerWith([]);
    const outcomes = enqueue(scheduler, 4, 5);
    scheduler.add({
      canRunWide: false,
      run: (batch) =>
        batch.some(({ length }) => length === 4)
          ? Promise.reject(new Error('no such token'))
          : Promise.resolve(Float32Array.of(1, 2)),
    });
    expect(await outcomes).toEqual([
      { failure: 'The model failed on this text.', isRefused: false },
      { logits: Float32Array.of(1, 2), truncated: false },
    ]);
  });

  it('fails the text whose logits are not finite, and not its neighbour', async () => {
    const scheduler = schedulerWith([]);
    const outcomes = enqueue(scheduler, 3, 4);
    scheduler.add({ canRunWide: false, run: () => Promise.resolve(Float32Array.of(1, 2, Number.NaN, 0)) });
    expect(await outcomes).toEqual([
      { logits: Float32Array.of(1, 2), truncated: false },
      { failure: 'The model has no finite answer for this text.', isRefused: false },
    ]);
  });

  it('does not run again what nobody wants any more', async () => {
    const executor = new RecordingExecutor();
    const scheduler = schedulerWith([executor]);
    const flight = new Flight('unwanted', 0, 5, 0);
    const waiter = () => {};
    flight.join(waiter);
    scheduler.enqueue([flight]);
    flight.leave(waiter);
    await executor.end(lost());
    expect(executor.batches).toHaveLength(1);
  });

  it('tells what each run held, padding included', async () => {
    const executor = new RecordingExecutor();
    const runs: unknown[] = [];
    const scheduler = schedulerWith([], { onRun: (run) => runs.push(run) });
    void enqueue(scheduler, 4, 6);
    scheduler.add(executor);
    await executor.endAll();
    expect(runs).toEqual([{ texts: 2, tokens: 10, paddedTokens: 12, durationMs: 0 }]);
  });

  it('refuses what waits when it closes, what was lost then, and what comes later', async () => {
    const executor = new RecordingExecutor();
    const scheduler = schedulerWith([executor]);
    const running = enqueue(scheduler, 4);
    const waiting = enqueue(scheduler, 5);
    const error = new ServiceError('model-unavailable', 'The service is shutting down.');
    scheduler.close(error);
    const late = enqueue(scheduler, 6);
    await executor.end(lost());
    expect((await Promise.all([running, waiting, late])).flat()).toEqual([error, error, error]);
  });
});
