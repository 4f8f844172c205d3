import { describe, expect, it } from 'vitest';
import { CharacterTokenizer, finish, openPipeline, settled, toLengths } from './open-pipeline.fake.js';
import { RecordingWorker } from './recording-worker.fake.js';

const CHUNK = { chunkTexts: 3, chunkChars: 10 };
/** So that the workers' next batches never stop tokenization. */
const LARGE_BATCHES = { maxInputs: 100 };

describe('Tokenization stage', () => {
  it('tokenizes texts in fair order, in chunks', async () => {
    const { classify, tokenizer, worker } = openTokenization();
    const answer = classify(['a', 'b', 'c', 'd']);
    await finish(worker);
    expect(tokenizer.calls).toEqual([['a', 'b', 'c'], ['d']]);
    expect(toLengths(await answer)).toEqual([1, 1, 1, 1]);
  });

  it('ends a chunk that has enough characters, so that long texts do not delay other requests', async () => {
    const { classify, tokenizer, worker } = openTokenization();
    const answer = classify(['aaaaaa', 'bbbbbb', 'c', 'd'.repeat(50)]);
    await finish(worker);
    await answer;
    expect(tokenizer.calls).toEqual([['aaaaaa'], ['bbbbbb', 'c'], ['d'.repeat(50)]]);
  });

  it('waits while the queue of the workers holds their next batches', async () => {
    const tokenizer = new CharacterTokenizer();
    const worker = new RecordingWorker();
    const { classify } = openPipeline({ tokenizer, workers: [worker], chunk: { chunkTexts: 1, chunkChars: 10 } });
    const answer = classify(['a', 'b', 'c', 'd']);
    await settled();
    // One text runs and one is queued, the batch of one worker.
    expect(tokenizer.calls).toEqual([['a'], ['b']]);
    await worker.end();
    expect(tokenizer.calls).toEqual([['a'], ['b'], ['c']]);
    await finish(worker);
    await answer;
  });

  it('replaces the estimated number of tokens by the true one', async () => {
    const { classify, pipeline } = openTokenization([]);
    void classify(['seven c']);
    expect(pipeline.admission.backlog).toEqual({ inputs: 1, tokens: 9 });
    await settled();
    expect(pipeline.admission.backlog).toEqual({ inputs: 1, tokens: 7 });
  });

  it('drops a text that lost its last client in the tokenizer', async () => {
    const characters = new CharacterTokenizer();
    const worker = new RecordingWorker();
    const { classify, stats } = openPipeline({
      workers: [worker],
      tokenizer: { maxChars: 1_000_000, encode: (texts) => settled().then(() => characters.encode(texts)) },
    });
    const leaving = new AbortController();
    const left = classify(['left'], { signal: leaving.signal });
    leaving.abort();
    await expect(left).rejects.toMatchObject({ kind: 'client-left' });
    const stays = classify(['stays']);
    for (let turn = 0; turn < 3; turn++) await settled();
    await finish(worker);
    expect(toLengths(await stays)).toEqual([5]);
    expect(worker.batches).toEqual([[5]]);
    expect(stats.snapshot().drops['text-failed']).toBe(0);
  });

  it('fails the text that the tokenizer fails on, and answers the other texts', async () => {
    const characters = new CharacterTokenizer();
    const worker = new RecordingWorker();
    const { classify, stats } = openPipeline({
      workers: [worker],
      tokenizer: {
        maxChars: 1_000_000,
        encode: (texts) => (texts.includes('bad') ? Promise.reject(new Error('bad')) : characters.encode(texts)),
      },
    });
    const answer = classify(['a', 'bad', 'bb']);
    await finish(worker);
    const { outcomes } = await answer;
    expect(outcomes).toMatchObject([
      { truncated: false },
      { failure: 'The service cannot tokenize this text.', isRefused: false },
      { truncated: false },
    ]);
    expect(stats.snapshot().drops['text-failed']).toBe(1);
  });
});

function openTokenization(workers = [new RecordingWorker()]) {
  const tokenizer = new CharacterTokenizer();
  return { ...openPipeline({ tokenizer, workers, chunk: CHUNK, batch: LARGE_BATCHES }), tokenizer };
}
