import { describe, expect, it } from 'vitest';
import { WorkerCrashedError } from '../workers/worker-process.js';
import type { Encoding } from './encoding.js';
import { catchError, openPipeline, settled, toLengths, type OpenPipelineOptions } from './open-pipeline.fake.js';
import { RecordingWorker } from './recording-worker.fake.js';

/** Makes a window of each word, and a token of each character. */
const windowsOfWords = {
  maxChars: 1_000_000,
  encode: (texts: readonly string[]): Promise<Encoding[]> =>
    Promise.resolve(
      texts.map((text) => ({
        inputs: text.split(' ').map(({ length }) => new Int32Array(length)),
        truncated: false,
        tokens: text.length,
        unknownTokens: 0,
        readChars: text.length,
      })),
    ),
};

function openLongTexts(options: OpenPipelineOptions = {}) {
  const worker = new RecordingWorker();
  const pipeline = openPipeline({ tokenizer: windowsOfWords, workers: [worker], ...options });
  return { ...pipeline, worker };
}

describe('Long text', () => {
  it('gets the mean of the logits of its windows', async () => {
    const { classify, worker } = openLongTexts();
    const answer = classify(['aa bbbb', 'c']);
    await settled();
    await worker.endAll();
    expect(toLengths(await answer)).toEqual([3, 1]);
    expect(worker.batches).toEqual([[2], [4], [1]]);
  });

  it('has its windows batched like texts, with those of other texts', async () => {
    const { classify, worker } = openLongTexts({ batch: { maxInputs: 4 } });
    const answers = Promise.all([classify(['x']), classify(['aaaa bbbb']), classify(['cccc'])]);
    await settled();
    await worker.endAll();
    await answers;
    expect(worker.batches).toEqual([[1], [4, 4, 4]]);
  });

  it('counts as much work as its windows have', async () => {
    const { classify, pipeline, worker } = openLongTexts();
    const answer = classify(['x', 'aaaa bbbb cccc']);
    await settled();
    expect(pipeline.admission.backlog).toEqual({ inputs: 3, tokens: 12 });
    await worker.endAll();
    await answer;
  });

  it('is estimated by its windows before it is tokenized', async () => {
    const { classify, worker } = openLongTexts({ admission: { alwaysAcceptedInputs: 4 } });
    // 5 windows of 128 tokens, at 1 ms and 1 ms for each token.
    const error = await catchError(classify(['x'.repeat(513)], { timeoutMs: 600 }));
    expect(error).toMatchObject({ kind: 'overloaded', estimatedWaitMs: expect.closeTo(645, -1) as number });
    const fits = classify(['x'.repeat(510)], { timeoutMs: 600 });
    await settled();
    await worker.endAll();
    await fits;
  });

  it('leaves the queue with all its windows when its client leaves', async () => {
    const { classify, pipeline, worker } = openLongTexts();
    const leaving = new AbortController();
    const left = catchError(classify(['aa bbb cccc'], { signal: leaving.signal }));
    await settled();
    leaving.abort();
    await left;
    expect(pipeline.admission.backlog).toEqual({ inputs: 0, tokens: 0 });
    await worker.endAll();
    expect(worker.batches).toEqual([[2]]);
  });

  it('fails when one of its windows fails, and its other windows do not run', async () => {
    const { classify, worker, stats } = openLongTexts();
    const answer = classify(['aa bbb cccc', 'd']);
    await settled();
    await worker.end();
    await worker.end(new Error('ONNX Runtime failed'));
    await worker.endAll();
    expect((await answer).outcomes).toMatchObject([{ isRefused: false }, { truncated: false }]);
    expect(worker.batches).toEqual([[2], [3], [1]]);
    expect(stats.snapshot().drops['text-failed']).toBe(1);
  });

  it('makes room for the next text when it fails, though its other windows have never run', async () => {
    const { classify, worker } = openLongTexts({ chunk: { chunkTexts: 1, chunkChars: 10 } });
    const answer = classify(['aa bbb cccc', 'd']);
    await settled();
    await worker.end(new Error('ONNX Runtime failed'));
    for (let turn = 0; turn < 5; turn++) {
      await settled();
      await worker.end();
    }
    expect((await answer).outcomes).toMatchObject([{ isRefused: false }, { truncated: false }]);
  });

  it('is refused when workers crash on its windows, and stays refused', async () => {
    const { classify, worker } = openLongTexts();
    const answer = classify(['aa bbb']);
    await settled();
    await worker.end();
    await worker.end(new WorkerCrashedError('killed', true));
    await worker.end(new WorkerCrashedError('killed', true));
    await worker.endAll();
    expect((await answer).outcomes).toMatchObject([{ isRefused: true }]);
    const again = await classify(['aa bbb']);
    expect(again.outcomes).toMatchObject([{ isRefused: true }]);
    expect(worker.batches).toEqual([[2], [3], [3]]);
  });

  it('moves forward with all its windows when another client asks for it', async () => {
    const { classify, worker } = openLongTexts();
    const first = classify(['x', 'yy', 'zzz', 'aaaa bbbbb'], { client: 'many' });
    await settled();
    const second = classify(['aaaa bbbbb'], { client: 'few' });
    await settled();
    await worker.endAll();
    await Promise.all([first, second]);
    expect(worker.batches).toEqual([[1], [4], [2], [5], [3]]);
  });
});
