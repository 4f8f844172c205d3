import { PredictionError, type TextOutcome } from '#libs/prediction';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/testing';
import { WorkerCrashedError, type Worker } from '../workers/worker-process.js';
import { BatchCostModel } from './batch-cost-model.js';
import { BatchingStage, type BatchingStageOptions } from './batching-stage.js';
import { toLength, WINDOWS } from './open-pipeline.fake.js';
import { PoisonInputs } from './poison-inputs.js';
import { QueueEntry, type EntryOutcome } from './queue-entry.js';
import { RecordingWorker } from './recording-worker.fake.js';
import { StatsRecorder } from './stats-recorder.js';

/** A tokenized entry of this many tokens, which one request waits for. */
function createEntry(tokens: number, virtualStartMs = 0): QueueEntry {
  const entry = new QueueEntry(`text of ${tokens}`, {
    client: '',
    virtualStartMs,
    estimate: { inputs: 1, tokens },
    arrivedMs: 0,
  });
  entry.setEncoding(
    { inputs: [new Int32Array(tokens)], truncated: tokens === 512, tokens, unknownTokens: 0, readChars: 9 },
    0,
  );
  entry.attach();
  return entry;
}

function push(batching: BatchingStage, ...lengths: number[]): Promise<EntryOutcome[]> {
  const entries = lengths.map((tokens) => createEntry(tokens));
  batching.push(entries);
  return Promise.all(entries.map(({ settled }) => settled));
}

const crash = () => new WorkerCrashedError('killed', true);

const toLengths = (outcomes: readonly EntryOutcome[]): number[] =>
  outcomes.map((outcome) => toLength(outcome as TextOutcome));

function openBatching(workers: readonly Worker[], options: Partial<BatchingStageOptions> = {}): BatchingStage {
  const batching = new BatchingStage({
    clock: new ManualClock(),
    labelCount: 2,
    windows: WINDOWS,
    batchLimits: { maxInputs: 2, maxPaddedTokens: 1_024, batchOverheadTokens: 5 },
    candidateInputs: 4,
    batchesPerWorker: 1,
    backgroundBatchInputs: 2,
    poisonInputs: new PoisonInputs(2, 10),
    costModel: new BatchCostModel(),
    stats: new StatsRecorder(),
    logger: { warn: () => {} },
    ...options,
  });
  for (const worker of workers) batching.addWorker(worker);
  return batching;
}

describe('Batching stage', () => {
  it('gives every text its own outcome', async () => {
    const worker = new RecordingWorker();
    const outcomes = push(openBatching([worker]), 30, 512, 7, 30, 1);
    await worker.endAll();
    expect(toLengths(await outcomes)).toEqual([30, 512, 7, 30, 1]);
    expect((await outcomes)[1]).toMatchObject({ truncated: true });
  });

  it('runs a single text at once: it does not wait for more texts', () => {
    const worker = new RecordingWorker();
    void push(openBatching([worker]), 5);
    expect(worker.batches).toEqual([[5]]);
  });

  it('runs texts in the order of their virtual start, whenever they arrived', async () => {
    const worker = new RecordingWorker();
    const batching = openBatching([worker]);
    const due = [0, 90, 30, 60].map((virtualStartMs, index) => createEntry(100 * (index + 1), virtualStartMs));
    for (const entry of due) batching.push([entry]);
    await worker.endAll();
    expect(worker.batches).toEqual([[100], [300], [400], [200]]);
  });

  it('batches texts of similar length among the next ones in fair order', async () => {
    const worker = new RecordingWorker();
    const batching = openBatching([worker]);
    for (const length of [100, 9, 30, 8, 31]) void push(batching, length);
    await worker.endAll();
    expect(worker.batches).toEqual([[100], [9, 8], [30, 31]]);
  });

  it('runs one text in each batch where the limits say so', async () => {
    const worker = new RecordingWorker();
    const limits = { maxInputs: 1, maxPaddedTokens: 1_024, batchOverheadTokens: 5 };
    void push(openBatching([worker], { batchLimits: limits }), 5, 5, 5);
    await worker.endAll();
    expect(worker.batches).toEqual([[5], [5], [5]]);
  });

  it('gives a busy worker its next batch when the batch is full', async () => {
    const worker = new RecordingWorker();
    const batching = openBatching([worker], { batchesPerWorker: 2 });
    void push(batching, 5);
    void push(batching, 6);
    expect(worker.batches).toEqual([[5]]);
    void push(batching, 7);
    void push(batching, 8, 9);
    expect(worker.batches).toEqual([[5], [6, 7]]);
    await worker.end();
    expect(worker.batches).toEqual([[5], [6, 7], [8, 9]]);
    await worker.endAll();
  });

  it('divides the queue among the free workers', () => {
    const workers = [new RecordingWorker(), new RecordingWorker()];
    void push(openBatching(workers), 5, 5);
    expect(workers.map(({ batches }) => batches)).toEqual([[[5]], [[5]]]);
  });

  it('prefers the same worker: its core has the model in its caches', async () => {
    const workers = [new RecordingWorker(), new RecordingWorker()];
    const batching = openBatching(workers);
    for (const length of [5, 6]) {
      void push(batching, length);
      for (const worker of workers) await worker.endAll();
    }
    expect(workers.map(({ batches }) => batches)).toEqual([[[5], [6]], []]);
  });

  it('uses the solo session for a text that runs alone, once the run before was alone too', async () => {
    const [plain, solo] = [new RecordingWorker(), new RecordingWorker(true)];
    const batching = openBatching([plain, solo]);
    const runAlone = async (length: number) => {
      void push(batching, length);
      await solo.endAll();
    };
    await runAlone(1);
    await runAlone(2);
    void push(batching, 3, 4);
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

  it('waits while there is no worker, and goes on with the next one', async () => {
    const worker = new RecordingWorker();
    const batching = openBatching([]);
    const outcomes = push(batching, 5);
    batching.addWorker(worker);
    await worker.endAll();
    expect(toLengths(await outcomes)).toEqual([5]);
  });

  it('gives no batch to a worker that was removed', async () => {
    const removed = new RecordingWorker();
    const batching = openBatching([removed]);
    void push(batching, 5, 6, 7);
    batching.removeWorker(removed);
    await removed.end(crash());
    expect(removed.batches).toHaveLength(1);
  });

  it('runs the texts of a crashed batch again, each in a batch of its own, before texts that arrived later', async () => {
    const [first, other] = [new RecordingWorker(), new RecordingWorker()];
    const batching = openBatching([first]);
    const outcomes = push(batching, 4, 5);
    const later = createEntry(3, 10);
    batching.push([later]);
    batching.removeWorker(first);
    await first.end(crash());
    batching.addWorker(other);
    await other.endAll();
    expect(first.batches).toEqual([[4, 5]]);
    expect(other.batches).toEqual([[4], [5], [3]]);
    expect([toLengths(await outcomes), toLengths([await later.settled])]).toEqual([[4, 5], [3]]);
  });

  it('does not count the crash of a batch of several texts against any of them', async () => {
    const worker = new RecordingWorker();
    const batching = openBatching([]);
    const outcomes = push(batching, 4, 5);
    batching.addWorker(worker);
    for (let turn = 0; turn < 2; turn++) await worker.end(crash());
    await worker.endAll();
    expect(worker.batches).toEqual([[4, 5], [4], [5], [4]]);
    expect(toLengths(await outcomes)).toEqual([4, 5]);
  });

  it('refuses a text on which workers crashed too often in a batch of its own, and answers the other text', async () => {
    const worker = new RecordingWorker();
    const poisonInputs = new PoisonInputs(2, 10);
    const batching = openBatching([], { poisonInputs });
    const outcomes = push(batching, 4, 5);
    batching.addWorker(worker);
    await worker.end(crash());
    while (!poisonInputs.isRefused('text of 4')) {
      const isPoison = worker.batches.at(-1)?.[0] === 4;
      await worker.end(isPoison ? crash() : undefined);
    }
    await worker.endAll();
    expect(await outcomes).toMatchObject([{ isRefused: true }, { logits: Float32Array.of(5, 5) }]);
    expect(poisonInputs.hasCrashed('text of 5')).toBe(false);
  });

  it('clears a text that runs to its end after a crash', async () => {
    const worker = new RecordingWorker();
    const poisonInputs = new PoisonInputs(2, 10);
    const outcomes = push(openBatching([worker], { poisonInputs }), 4);
    await worker.end(crash());
    expect(poisonInputs.hasCrashed('text of 4')).toBe(true);
    await worker.endAll();
    expect(toLengths(await outcomes)).toEqual([4]);
    expect(poisonInputs.hasCrashed('text of 4')).toBe(false);
  });

  it('does not count a crash against a text that the worker had not received', async () => {
    const worker = new RecordingWorker();
    const poisonInputs = new PoisonInputs(2, 10);
    const outcomes = push(openBatching([worker], { poisonInputs }), 4);
    for (let turn = 0; turn < 3; turn++) await worker.end(new WorkerCrashedError('gone', false));
    await worker.endAll();
    expect(toLengths(await outcomes)).toEqual([4]);
    expect(poisonInputs.hasCrashed('text of 4')).toBe(false);
  });

  it('fails a text that the model fails on, and answers the other text', async () => {
    const batching = openBatching([]);
    const outcomes = push(batching, 4, 5);
    batching.addWorker({
      hasSoloSession: false,
      run: (batch) =>
        batch.some(({ length }) => length === 4)
          ? Promise.reject(new Error('no such token'))
          : Promise.resolve({ logits: Float32Array.of(1, 2), earlyExits: 0, durationMs: 1 }),
    });
    expect(await outcomes).toEqual([
      { failure: 'The model failed on this text.', isRefused: false },
      { logits: Float32Array.of(1, 2), truncated: false, tokens: 5, unknownTokens: 0, readChars: 9 },
    ]);
  });

  it('fails the text whose logits are not finite, and answers the other text', async () => {
    const batching = openBatching([]);
    const outcomes = push(batching, 3, 4);
    const logits = Float32Array.of(1, 2, Number.NaN, 0);
    batching.addWorker({ hasSoloSession: false, run: () => Promise.resolve({ logits, earlyExits: 0, durationMs: 1 }) });
    expect(await outcomes).toEqual([
      { logits: Float32Array.of(1, 2), truncated: false, tokens: 3, unknownTokens: 0, readChars: 9 },
      { failure: 'The model has no finite answer for this text.', isRefused: false },
    ]);
  });

  it('does not run a text again when no request waits for it any more', async () => {
    const worker = new RecordingWorker();
    const batching = openBatching([worker]);
    const entry = createEntry(5);
    batching.push([entry]);
    entry.detach();
    await worker.end(crash());
    expect(worker.batches).toHaveLength(1);
  });

  it('counts the texts and tokens of each batch, padding included, and the texts that leave early', async () => {
    const worker = new RecordingWorker();
    const stats = new StatsRecorder();
    const batching = openBatching([], { stats });
    void push(batching, 4, 6);
    worker.earlyExits = 1;
    batching.addWorker(worker);
    await worker.endAll();
    expect(stats.snapshot()).toMatchObject({
      batches: 1,
      batchedInputs: 2,
      batchedTokens: 10,
      paddedTokens: 12,
      earlyExits: 1,
    });
  });

  it('refuses queued texts when it closes, texts of a batch that crashes then, and later texts', async () => {
    const worker = new RecordingWorker();
    const batching = openBatching([worker]);
    const running = push(batching, 4);
    const waiting = push(batching, 5);
    const error = new PredictionError('model-unavailable', 'The service is shutting down.');
    batching.close(error);
    const late = push(batching, 6);
    await worker.end(crash());
    expect((await Promise.all([running, waiting, late])).flat()).toEqual([error, error, error]);
  });
});
