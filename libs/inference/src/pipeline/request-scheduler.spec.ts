import { describe, expect, it } from 'vitest';
import { WorkerCrashedError } from '../workers/worker-process.js';
import {
  catchError,
  CharacterTokenizer,
  finish,
  openPipeline,
  settled,
  textsUpTo,
  toLengths,
} from './open-pipeline.fake.js';
import { RecordingWorker } from './recording-worker.fake.js';

describe('Request scheduler: equal texts', () => {
  it('runs equal texts of a request once, and answers each position', async () => {
    const { classify, worker, stats } = openPipeline();
    const answer = classify(['aa', 'b', 'aa', 'aa']);
    await finish(worker);
    expect(toLengths(await answer)).toEqual([2, 1, 2, 2]);
    expect(worker.batches).toHaveLength(2);
    expect(stats.snapshot().deduplicatedTexts).toBe(2);
  });

  it('lets a request share the entry of another request, queued or running', async () => {
    const { classify, worker } = openPipeline();
    const first = classify(['aa', 'bbb']);
    await settled();
    const second = classify(['bbb', 'aa']);
    await finish(worker);
    expect([toLengths(await first), toLengths(await second)]).toEqual([
      [2, 3],
      [3, 2],
    ]);
    expect(worker.batches).toEqual([[2], [3]]);
  });

  it('runs a text again when it comes again after its answer', async () => {
    const { classify, worker } = openPipeline();
    for (let turn = 0; turn < 2; turn++) {
      const answer = classify(['aa']);
      await finish(worker);
      await answer;
    }
    expect(worker.batches).toEqual([[2], [2]]);
  });

  it('keeps a text that another request waits for when a client leaves', async () => {
    const { classify, worker } = openPipeline();
    const blocker = classify(['x']);
    await settled();
    const leaving = new AbortController();
    const left = catchError(classify(['aa'], { signal: leaving.signal }));
    const stays = classify(['aa']);
    leaving.abort();
    await finish(worker);
    expect(await left).toMatchObject({ kind: 'client-left' });
    expect(toLengths(await stays)).toEqual([2]);
    await blocker;
  });

  it('does not answer a text with the cancellation of an entry that has just been dropped', async () => {
    const { classify, worker } = openPipeline();
    const blocker = classify(['x']);
    await settled();
    const leaving = new AbortController();
    const left = catchError(classify(['aa'], { signal: leaving.signal }));
    await settled();
    // Asks for the text in each microtask in which the entry is cancelled.
    const answers: ReturnType<typeof classify>[] = [];
    leaving.abort();
    for (let turn = 0; turn < 20; turn++) {
      answers.push(classify(['aa']));
      await Promise.resolve();
    }
    await left;
    await finish(worker);
    for (const answer of answers) expect(toLengths(await answer)).toEqual([2]);
    await blocker;
  });

  it('promotes a queued text of a long request for a request that wants nothing else', async () => {
    const { classify, worker } = openPipeline();
    const long = classify(textsUpTo(40));
    await settled();
    const short = classify(['x'.repeat(40)]);
    await worker.end();
    await worker.end();
    expect(worker.batches.slice(0, 3)).toContainEqual([40]);
    await finish(worker);
    await Promise.all([long, short]);
  });
});

/** The fair order applies to texts that are not tokenized yet, too. */
const ONE_TEXT = { chunkTexts: 1, chunkChars: 100_000 };

describe('Request scheduler: fair order', () => {
  it('serves requests of one text in the order of their arrival', async () => {
    const { clock, classify, worker } = openPipeline({ chunk: ONE_TEXT });
    const answers = [9, 3, 7].map((length) => {
      clock.advance(1);
      return classify(['x'.repeat(length)]);
    });
    await finish(worker);
    await Promise.all(answers);
    expect(worker.batches).toEqual([[9], [3], [7]]);
  });

  it('does not keep a request of one text waiting behind a request of a hundred', async () => {
    const { clock, classify, worker } = openPipeline({ chunk: ONE_TEXT });
    const long = classify(textsUpTo(100));
    await settled();
    clock.advance(5);
    const short = classify(['y']);
    await settled();
    for (let run = 0; run < 4; run++) await worker.end();
    expect(toLengths(await short)).toEqual([1]);
    await finish(worker);
    await long;
  });

  it('does not promote a long request as one block when it is sent twice', async () => {
    const { clock, classify, worker } = openPipeline({ chunk: ONE_TEXT });
    const texts = textsUpTo(100);
    const long = [classify(texts)];
    await settled();
    long.push(classify(texts));
    clock.advance(5);
    const short = classify(['y']);
    await settled();
    for (let run = 0; run < 5; run++) await worker.end();
    expect(toLengths(await short)).toEqual([1]);
    await finish(worker);
    await Promise.all(long);
  });
});

describe('Request scheduler: shares of clients', () => {
  it('serves a client that wants one text among the texts of another client, whatever was queued before', async () => {
    const { classify, worker } = openPipeline({ chunk: ONE_TEXT });
    const many = Array.from({ length: 20 }, (_, request) =>
      classify(
        textsUpTo(10).map((text) => `${text}${'y'.repeat(request)}`),
        { client: 'many' },
      ),
    );
    await settled();
    const few = classify(['z'], { client: 'few' });
    for (let run = 0; run < 4; run++) await worker.end();
    expect(toLengths(await few)).toEqual([1]);
    await finish(worker);
    await Promise.all(many);
  });

  it('refuses the client whose own texts take too long, and no other client', async () => {
    const { classify, worker } = openPipeline({ chunk: ONE_TEXT });
    const many = Promise.all(textsUpTo(30).map((text) => classify([text], { client: 'many' })));
    await settled();
    await expect(classify(['too late'], { client: 'many', timeoutMs: 300 })).rejects.toMatchObject({
      kind: 'overloaded',
    });
    const few = classify(['in time'], { client: 'few', timeoutMs: 300 });
    await finish(worker);
    await Promise.all([many, few]);
  });

  it('moves a text of a client with many texts to a client that wants this text only', async () => {
    const { classify, worker } = openPipeline({ chunk: ONE_TEXT });
    const many = classify(textsUpTo(40), { client: 'many' });
    await settled();
    const few = classify(['x'.repeat(40)], { client: 'few' });
    for (let run = 0; run < 4; run++) await worker.end();
    expect(toLengths(await few)).toEqual([40]);
    await finish(worker);
    await many;
  });
});

describe('Request scheduler: deadlines and clients that leave', () => {
  it('goes on with texts that wait for the tokenizer when the texts before them are cancelled', async () => {
    const worker = new RecordingWorker();
    const { classify, pipeline } = openPipeline({ workers: [] });
    const leaving = new AbortController();
    const left = catchError(classify(['aa'], { signal: leaving.signal }));
    await settled();
    const stays = classify(['bbb']);
    await settled();
    leaving.abort();
    await left;
    await settled();
    pipeline.addWorker(worker);
    await finish(worker);
    expect(toLengths(await stays)).toEqual([3]);
  });

  it('refuses a client that left before the work began', async () => {
    const { classify, worker, stats } = openPipeline();
    await expect(classify(['aa'], { signal: AbortSignal.abort() })).rejects.toThrow('closed the connection');
    await finish(worker);
    expect([worker.batches, stats.snapshot().drops['client-left']]).toEqual([[], 1]);
  });

  it('remembers a text on which workers crash even when no request waits for it any more', async () => {
    const { classify, worker } = openPipeline();
    for (let turn = 0; turn < 2; turn++) {
      const leaving = new AbortController();
      const left = catchError(classify(['bad'], { signal: leaving.signal }));
      await settled();
      leaving.abort();
      await left;
      await worker.end(new WorkerCrashedError('killed', true));
    }
    expect((await classify(['bad'])).outcomes).toMatchObject([{ isRefused: true }]);
  });

  it('fails a request at its deadline, and does not run its queued texts', async () => {
    const { clock, pipeline, classify, worker, stats } = openPipeline();
    const blocker = classify(['x'.repeat(50)]);
    await settled();
    const late = catchError(classify(['aaa', 'bb'], { timeoutMs: 300 }));
    await settled();
    clock.advance(300);
    expect(await late).toMatchObject({
      kind: 'deadline-exceeded',
      message: 'The service had no answer within 300 ms.',
    });
    await finish(worker);
    await blocker;
    expect(worker.batches).toEqual([[50]]);
    expect(stats.snapshot().drops).toMatchObject({ 'deadline-exceeded': 1, 'text-failed': 0, 'text-refused': 0 });
    expect(pipeline.admission.backlog).toEqual({ inputs: 0, tokens: 0 });
  });

  it('removes the queued texts of a client that left, before and after tokenization', async () => {
    for (const turnsBefore of [0, 1]) {
      const { classify, worker, stats } = openPipeline();
      const blocker = classify(['x']);
      await settled();
      const leaving = new AbortController();
      const left = catchError(classify(['aa', 'bb'], { signal: leaving.signal }));
      for (let turn = 0; turn < turnsBefore; turn++) await settled();
      leaving.abort();
      await left;
      await finish(worker);
      await blocker;
      expect(worker.batches).toEqual([[1]]);
      expect(stats.snapshot().drops['client-left']).toBe(1);
    }
  });
});

describe('Request scheduler: cancellation and tokenization', () => {
  it('does not tokenize texts of a cancelled request for the room that its other texts leave', async () => {
    const tokenizer = new CharacterTokenizer();
    const worker = new RecordingWorker();
    const { classify, pipeline } = openPipeline({
      tokenizer,
      workers: [worker],
      batch: { maxInputs: 2 },
      chunk: { chunkTexts: 4, chunkChars: 100_000 },
    });
    const leaving = new AbortController();
    const left = catchError(classify(textsUpTo(20), { signal: leaving.signal }));
    await settled();
    const calls = tokenizer.calls.length;
    leaving.abort();
    await left;
    await settled();
    expect(tokenizer.calls).toHaveLength(calls);
    await worker.endAll();
    expect(pipeline.admission.backlog).toEqual({ inputs: 0, tokens: 0 });
  });

  it('does not tokenize ahead when it promotes a text', async () => {
    const tokenizer = new CharacterTokenizer();
    const worker = new RecordingWorker();
    const { classify } = openPipeline({ tokenizer, workers: [worker], chunk: { chunkTexts: 1, chunkChars: 100 } });
    const long = classify(textsUpTo(5));
    await settled();
    const calls = tokenizer.calls.length;
    const short = classify(['xx']);
    await settled();
    expect(tokenizer.calls).toHaveLength(calls);
    await finish(worker);
    await Promise.all([long, short]);
  });
});

describe('Request scheduler: stage timings', () => {
  it('tells how long tokenization, the queue and the run took', async () => {
    const worker = new RecordingWorker();
    const { clock, classify, pipeline } = openPipeline({
      workers: [],
      tokenizer: {
        maxChars: 1_000_000,
        encode: async (texts) => {
          await settled();
          clock.advance(2);
          return texts.map((text) => ({
            inputs: [new Int32Array(text.length)],
            truncated: false,
            tokens: text.length,
            unknownTokens: 0,
            readChars: text.length,
          }));
        },
      },
    });
    const answer = classify(['aa']);
    await settled();
    await settled();
    clock.advance(3);
    pipeline.addWorker(worker);
    clock.advance(7);
    worker.runMs = 7;
    await worker.endAll();
    expect((await answer).timings).toEqual({ tokenizeMs: 2, queueMs: 3, runMs: 7, endedMs: clock.nowMs() });
  });

  it('counts only the time since its own arrival for a request that shares an entry', async () => {
    const worker = new RecordingWorker();
    let endTokenization = () => {};
    const { clock, classify, pipeline } = openPipeline({
      workers: [],
      tokenizer: {
        maxChars: 1_000_000,
        encode: (texts) =>
          new Promise((resolve) => {
            endTokenization = () => {
              resolve(
                texts.map((text) => ({
                  inputs: [new Int32Array(text.length)],
                  truncated: false,
                  tokens: text.length,
                  unknownTokens: 0,
                  readChars: text.length,
                })),
              );
            };
          }),
      },
    });
    const requests = [classify(['aa'])];
    await settled();
    clock.advance(2);
    requests.push(classify(['aa'])); // while the text is tokenized
    clock.advance(4);
    endTokenization();
    await settled();
    clock.advance(1);
    requests.push(classify(['aa'])); // while the text is queued
    clock.advance(2);
    pipeline.addWorker(worker);
    clock.advance(2);
    requests.push(classify(['aa'])); // while the text runs
    clock.advance(5);
    worker.runMs = 7;
    await worker.endAll();
    const endedMs = clock.nowMs();
    expect((await Promise.all(requests)).map(({ timings }) => timings)).toEqual([
      { tokenizeMs: 6, queueMs: 3, runMs: 7, endedMs },
      { tokenizeMs: 4, queueMs: 3, runMs: 7, endedMs },
      { tokenizeMs: 0, queueMs: 2, runMs: 7, endedMs },
      { tokenizeMs: 0, queueMs: 0, runMs: 5, endedMs },
    ]);
    expect(worker.batches).toEqual([[2]]);
  });

  it('answers a request without texts at once', async () => {
    expect(await openPipeline().classify([])).toEqual({ outcomes: [], timings: undefined });
  });
});

describe('Request scheduler: poison inputs', () => {
  it('refuses a text on which workers crashed too often, and answers the other texts', async () => {
    const { classify, worker, stats } = openPipeline();
    const first = classify(['bad']);
    await settled();
    for (let crash = 0; crash < 2; crash++) await worker.end(new WorkerCrashedError('killed', true));
    expect((await first).outcomes).toMatchObject([{ isRefused: true }]);
    const answer = classify(['aa', 'bad']);
    await finish(worker);
    expect((await answer).outcomes).toMatchObject([{ truncated: false }, { isRefused: true }]);
    expect(worker.batches).toEqual([[3], [3], [2]]);
    expect(stats.snapshot().drops['text-refused']).toBe(2);
  });
});
