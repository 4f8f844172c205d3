import { describe, expect, it } from 'vitest';
import { ServiceError } from '#libs/prediction';
import { ManualClock } from '#libs/testing';
import { RecordingWorker } from './recording-worker.fake.js';
import { QueueEntry, type Outcome } from './queue-entry.js';
import { PoisonInputs } from './poison-inputs.js';
import { WorkerCrashedError, type Worker } from '../workers/worker.js';
import { BatchingStage, type BatchingStageOptions } from './batching-stage.js';

/** An encoded flight of so many tokens whose outcome the test waits for. */
function createEntry(tokens: number, virtualStartMs = 0): { entry: QueueEntry; outcome: Promise<Outcome> } {
  const entry = new QueueEntry(`text of ${tokens}`, virtualStartMs, tokens, 0);
  entry.encoded({ ids: new Int32Array(tokens), truncated: tokens === 512 }, 0);
  const outcome = new Promise<Outcome>((resolve) => entry.subscribe(resolve));
  return { entry, outcome };
}

function enqueue(batching: BatchingStage, ...lengths: number[]): Promise<Outcome[]> {
  const entries = lengths.map((tokens) => createEntry(tokens));
  batching.enqueue(entries.map(({ entry }) => entry));
  return Promise.all(entries.map(({ outcome }) => outcome));
}

const crash = () => new WorkerCrashedError('killed', true);

const toLengths = (outcomes: readonly unknown[]): number[] =>
  outcomes.map((outcome) => (outcome as { logits: Float32Array }).logits[0] ?? Number.NaN);

function openBatching(workers: readonly Worker[], options: Partial<BatchingStageOptions> = {}): BatchingStage {
  const batching = new BatchingStage({
    clock: new ManualClock(),
    labelCount: 2,
    batchLimits: { maxTexts: 2, maxPaddedTokens: 1_024, batchOverheadTokens: 5 },
    candidateTexts: 4,
    settle: (entry, outcome) => outcome && entry.settle(outcome, 0),
    onBatch: () => {},
    onFailedBatch: () => {},
    onDrain: () => {},
    poisonInputs: new PoisonInputs(2, 10),
    ...options,
  });
  for (const worker of workers) batching.addWorker(worker);
  return batching;
}

describe('Scheduler', () => {
  it('gives every text its own outcome', async () => {
    const worker = new RecordingWorker();
    const outcomes = enqueue(openBatching([worker]), 30, 512, 7, 30, 1);
    await worker.endAll();
    expect(toLengths(await outcomes)).toEqual([30, 512, 7, 30, 1]);
    expect((await outcomes)[1]).toMatchObject({ truncated: true });
  });

  it('runs a lone text at once: there is no window of time', () => {
    const worker = new RecordingWorker();
    void enqueue(openBatching([worker]), 5);
    expect(worker.batches).toEqual([[5]]);
  });

  it('runs what is due first, whenever it came', async () => {
    const worker = new RecordingWorker();
    const batching = openBatching([worker]);
    const due = [0, 90, 30, 60].map((virtualStartMs, index) => createEntry(100 * (index + 1), virtualStartMs).entry);
    for (const entry of due) batching.enqueue([entry]);
    await worker.endAll();
    expect(worker.batches).toEqual([[100], [300], [400], [200]]);
  });

  it('batches texts of like length among the next ones that are due', async () => {
    const worker = new RecordingWorker();
    const batching = openBatching([worker]);
    for (const length of [100, 9, 30, 8, 31]) void enqueue(batching, length);
    await worker.endAll();
    expect(worker.batches).toEqual([[100], [9, 8], [30, 31]]);
  });

  it('runs one text a run where the limits say so', async () => {
    const worker = new RecordingWorker();
    const limits = { maxTexts: 1, maxPaddedTokens: 1_024, batchOverheadTokens: 5 };
    void enqueue(openBatching([worker], { batchLimits: limits }), 5, 5, 5);
    await worker.endAll();
    expect(worker.batches).toEqual([[5], [5], [5]]);
  });

  it('divides what waits among the executors that are free', () => {
    const workers = [new RecordingWorker(), new RecordingWorker()];
    void enqueue(openBatching(workers), 5, 5);
    expect(workers.map(({ batches }) => batches)).toEqual([[[5]], [[5]]]);
  });

  it('prefers the same executor: it has the model in its caches', async () => {
    const workers = [new RecordingWorker(), new RecordingWorker()];
    const batching = openBatching(workers);
    for (const length of [5, 6]) {
      void enqueue(batching, length);
      for (const worker of workers) await worker.endAll();
    }
    expect(workers.map(({ batches }) => batches)).toEqual([[[5], [6]], []]);
  });

  it('runs wide what is alone, once the run before was alone too', async () => {
    const [plain, solo] = [new RecordingWorker(), new RecordingWorker(true)];
    const batching = openBatching([plain, solo]);
    const runAlone = async (length: number) => {
      void enqueue(batching, length);
      await solo.endAll();
    };
    await runAlone(1);
    await runAlone(2);
    void enqueue(batching, 3, 4);
    await solo.endAll();
    await plain.endAll();
    await runAlone(5);
    await runAlone(6);
    expect(solo.batches.map(([length], run) => [length, solo.solo[run]])).toEqual([
      [1, false],
      [2, true],
      [3, false],
      [5, false],
      [6, true],
    ]);
    expect([plain.batches, plain.solo]).toEqual([[[4]], [false]]);
  });

  it('waits while there is no executor, and goes on with the next one', async () => {
    const worker = new RecordingWorker();
    const batching = openBatching([]);
    const outcomes = enqueue(batching, 5);
    batching.addWorker(worker);
    await worker.endAll();
    expect(toLengths(await outcomes)).toEqual([5]);
  });

  it('gives nothing to an executor that was removed', async () => {
    const removed = new RecordingWorker();
    const batching = openBatching([removed]);
    void enqueue(batching, 5, 6, 7);
    batching.removeWorker(removed);
    await removed.end(crash());
    expect(removed.batches).toHaveLength(1);
  });

  it('runs the texts of a lost batch again, each by itself, and before what came later', async () => {
    const [first, other] = [new RecordingWorker(), new RecordingWorker()];
    const batching = openBatching([first]);
    const outcomes = enqueue(batching, 4, 5);
    const later = createEntry(3, 10);
    batching.enqueue([later.entry]);
    batching.removeWorker(first);
    await first.end(crash());
    batching.addWorker(other);
    await other.endAll();
    expect(first.batches).toEqual([[4, 5]]);
    expect(other.batches).toEqual([[4], [5], [3]]);
    expect([toLengths(await outcomes), toLengths([await later.outcome])]).toEqual([[4, 5], [3]]);
  });

  it('does not count the loss of a batch against its texts', async () => {
    const worker = new RecordingWorker();
    const batching = openBatching([]);
    const outcomes = enqueue(batching, 4, 5);
    batching.addWorker(worker);
    for (let loss = 0; loss < 2; loss++) await worker.end(crash());
    await worker.endAll();
    expect(worker.batches).toEqual([[4, 5], [4], [5], [4]]);
    expect(toLengths(await outcomes)).toEqual([4, 5]);
  });

  it('refuses a text that was lost alone too often, and not its neighbour', async () => {
    const worker = new RecordingWorker();
    const poisonInputs = new PoisonInputs(2, 10);
    const batching = openBatching([], { poisonInputs });
    const outcomes = enqueue(batching, 4, 5);
    batching.addWorker(worker);
    await worker.end(crash());
    while (poisonInputs.countCrashes('text of 4') < 2) {
      const isPoison = worker.batches.at(-1)?.[0] === 4;
      await worker.end(isPoison ? crash() : undefined);
    }
    await worker.endAll();
    expect(await outcomes).toMatchObject([{ isRefused: true }, { logits: Float32Array.of(5, 5) }]);
    expect(poisonInputs.countCrashes('text of 5')).toBe(0);
  });

  it('acquits a text that runs well after a loss', async () => {
    const worker = new RecordingWorker();
    const poisonInputs = new PoisonInputs(2, 10);
    const outcomes = enqueue(openBatching([worker], { poisonInputs }), 4);
    await worker.end(crash());
    expect(poisonInputs.countCrashes('text of 4')).toBe(1);
    await worker.endAll();
    expect(toLengths(await outcomes)).toEqual([4]);
    expect(poisonInputs.countCrashes('text of 4')).toBe(0);
  });

  it('does not hold it against a text that a process was gone before it came', async () => {
    const worker = new RecordingWorker();
    const poisonInputs = new PoisonInputs(2, 10);
    const outcomes = enqueue(openBatching([worker], { poisonInputs }), 4);
    for (let loss = 0; loss < 3; loss++) await worker.end(new WorkerCrashedError('gone', false));
    await worker.endAll();
    expect(toLengths(await outcomes)).toEqual([4]);
    expect(poisonInputs.countCrashes('text of 4')).toBe(0);
  });

  it('fails a text that the model fails on, and not its neighbour', async () => {
    const batching = openBatching([]);
    const outcomes = enqueue(batching, 4, 5);
    batching.addWorker({
      hasSoloSession: false,
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
    const batching = openBatching([]);
    const outcomes = enqueue(batching, 3, 4);
    batching.addWorker({ hasSoloSession: false, run: () => Promise.resolve(Float32Array.of(1, 2, Number.NaN, 0)) });
    expect(await outcomes).toEqual([
      { logits: Float32Array.of(1, 2), truncated: false },
      { failure: 'The model has no finite answer for this text.', isRefused: false },
    ]);
  });

  it('does not run again what nobody wants any more', async () => {
    const worker = new RecordingWorker();
    const batching = openBatching([worker]);
    const entry = new QueueEntry('unwanted', 0, 5, 0);
    const waiter = () => {};
    entry.subscribe(waiter);
    batching.enqueue([entry]);
    entry.unsubscribe(waiter);
    await worker.end(crash());
    expect(worker.batches).toHaveLength(1);
  });

  it('tells what each run held, padding included', async () => {
    const worker = new RecordingWorker();
    const runs: unknown[] = [];
    const batching = openBatching([], { onBatch: (run) => runs.push(run) });
    void enqueue(batching, 4, 6);
    batching.addWorker(worker);
    await worker.endAll();
    expect(runs).toEqual([{ texts: 2, tokens: 10, paddedTokens: 12, durationMs: 0 }]);
  });

  it('refuses what waits when it closes, what was lost then, and what comes later', async () => {
    const worker = new RecordingWorker();
    const batching = openBatching([worker]);
    const running = enqueue(batching, 4);
    const waiting = enqueue(batching, 5);
    const error = new ServiceError('model-unavailable', 'The service is shutting down.');
    batching.close(error);
    const late = enqueue(batching, 6);
    await worker.end(crash());
    expect((await Promise.all([running, waiting, late])).flat()).toEqual([error, error, error]);
  });
});
