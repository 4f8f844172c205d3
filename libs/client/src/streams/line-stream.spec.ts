import { describe, expect, it } from 'vitest';
import type { TextPrediction } from '../answers/prediction.js';
import { catchError } from '../scripted-service.fake.js';
import type { SentimentClientOptions } from '../transport/client-options.js';
import type { LineAnswer } from './line-answer.js';
import type { LineInput } from './line-input.js';
import { collect, indexes, LineServiceFake, numbers, settle, texts } from './line-service.fake.js';
import type { LineTransfer } from './line-transfer.js';

type Answer = LineAnswer<TextPrediction>;

const TRANSFERS: readonly LineTransfer[] = ['stream', 'requests'];

describe.each(TRANSFERS)('A stream of lines: %s', (transfer) => {
  const open = (options?: Partial<SentimentClientOptions>) => new LineServiceFake(options);

  it('has one answer for each line, in order, with the id and the model', async () => {
    const service = open();
    const lines: LineInput<object>[] = ['a', { id: 'second', text: 'b' }, { id: 3, text: 'c' }];
    const answers = await collect(service.client.classifyStream(lines, { transfer }));
    const answer = { scores: [{ label: 'POSITIVE', score: 1 }], truncated: false };
    const model = 'fake@0123456789ab';
    expect(answers).toEqual([
      { index: 0, id: undefined, model, answer },
      { index: 1, id: 'second', model, answer },
      { index: 2, id: 3, model, answer },
    ]);
    expect(service.exchanges[0]?.headers.get('content-type')).toBe('application/x-ndjson');
    expect(service.clock.pendingMs()).toEqual([]);
  });

  it('sends the options of the stream with each line, unless the line has its own', async () => {
    const service = open();
    await collect(service.client.classifyStream(['a', { text: 'b', neutral: false }], { transfer, neutral: true }));
    expect(service.exchanges.flatMap(({ received }) => received)).toEqual([
      { id: 0, text: 'a', neutral: true },
      { id: 1, text: 'b', neutral: false },
    ]);
  });

  it('sends no request for an input without lines', async () => {
    const service = open();
    expect(await collect(service.client.classifyStream([], { transfer }))).toEqual([]);
    expect(service.requests).toBe(0);
  });

  it('begins when the first answer is asked for', async () => {
    const service = open();
    const answers = service.client.classifyStream(['a'], { transfer, totalTimeoutMs: 1_000 });
    await settle();
    expect([service.requests, service.clock.pendingMs()]).toEqual([0, []]);
    expect((await answers.next()).done).toBe(false);
  });

  it('reads no more than 512 lines of the input before their answers are read', async () => {
    const service = open();
    let read = 0;
    const input = (function* () {
      for (;;) yield `text ${read++}`;
    })();
    const answers = service.client.classifyStream(input, { transfer });
    await answers.next();
    await settle();
    expect(read).toBeLessThanOrEqual(513);
    for (let index = 0; index < 200; index++) await answers.next();
    await settle();
    expect(read).toBeGreaterThan(700);
    await answers.return();
  });

  it('counts long lines, so that a window is no larger than 1 MiB and a line', async () => {
    const service = open();
    let read = 0;
    const input = (function* () {
      for (;;) yield `${read++}${'x'.repeat(300_000)}`;
    })();
    const answers = service.client.classifyStream(input, { transfer });
    await answers.next();
    await settle();
    expect(read).toBeLessThanOrEqual(6);
    await answers.return();
  });

  it('has the error of a line in the place of its answer, and goes on', async () => {
    const service = open();
    const error = { kind: 'invalid-request', status: 422, detail: '/text is missing.' };
    service.behavior = ({ id }, exchange) => {
      exchange.answer(id, id === 1 ? { error } : undefined);
    };
    const answers = await collect(service.client.classifyStream(texts(3), { transfer }));
    expect(answers.map((answer) => answer.error)).toEqual([undefined, error, undefined]);
  });

  it.each([429, 503, 504])('sends a line with the status %d again, and keeps the order', async (status) => {
    const service = open();
    const failed = new Set<number>();
    service.behavior = ({ id }, exchange) => {
      const isFirst = id % 2 === 0 && !failed.has(id);
      failed.add(id);
      exchange.answer(id, isFirst ? { error: { kind: 'overloaded', status, detail: 'Busy.' } } : undefined);
    };
    const answers = await service.finish(collect(service.client.classifyStream(texts(7), { transfer })));
    expect(indexes(answers)).toEqual(numbers(7));
    expect(answers.every(({ error }) => error === undefined)).toBe(true);
  });

  it('gives up a line after three attempts, and has its error', async () => {
    const service = open();
    const error = { kind: 'deadline-exceeded', status: 504, detail: 'Too late.' };
    service.behavior = ({ id }, exchange) => {
      exchange.answer(id, id === 1 ? { error } : undefined);
    };
    const answers = await service.finish(collect(service.client.classifyStream(texts(3), { transfer })));
    expect(answers.map((answer) => answer.error)).toEqual([undefined, error, undefined]);
    const sent = service.exchanges.flatMap(({ received }) => received).filter(({ id }) => id === 1);
    expect(sent).toHaveLength(3);
  });

  it('waits as long as Retry-After says when it is refused, and sends all lines', async () => {
    const waits: number[] = [];
    const service = open({ onRetry: (_, delayMs) => waits.push(delayMs), initialConcurrency: 1 });
    service.next.push(new Response('{}', { status: 429, headers: { 'retry-after': '3' } }));
    const answers = await service.finish(collect(service.client.classifyStream(texts(250), { transfer })));
    expect(indexes(answers)).toEqual(numbers(250));
    expect(waits).toEqual([3_000]);
    expect(service.exchanges[0]?.atMs).toBeGreaterThanOrEqual(3_000);
  });

  it('goes on after the last answer when it is cut, without a line twice in its answers', async () => {
    const service = open();
    service.behavior = ({ id }, exchange) => {
      if (exchange.answers === 5 && service.requests < 4) exchange.fail(new TypeError('terminated'));
      else exchange.answer(id);
    };
    const answers = await service.finish(collect(service.client.classifyStream(texts(40), { transfer })));
    expect(indexes(answers)).toEqual(numbers(40));
    expect(service.requests).toBeGreaterThan(3);
  });

  it('counts attempts from the last answer', async () => {
    const service = open({ maxAttempts: 2 });
    service.behavior = ({ id }, exchange) => {
      exchange.answer(id);
      exchange.close();
    };
    const answers = await service.finish(collect(service.client.classifyStream(texts(9), { transfer })));
    expect(indexes(answers)).toEqual(numbers(9));
    expect(service.requests).toBeGreaterThan(5);
  });

  it('goes on in another request when the service ends the stream', async () => {
    const service = open();
    service.behavior = ({ id }, exchange) => {
      if (exchange.answers < 5) exchange.answer(id);
      if (exchange.answers === 5) {
        const error = { kind: 'shutting-down', status: 503, detail: 'The service is shutting down.' };
        exchange.finish({ done: false, lines: 5, error });
        exchange.answers++;
      }
    };
    const answers = await service.finish(collect(service.client.classifyStream(texts(23), { transfer })));
    expect(indexes(answers)).toEqual(numbers(23));
  });

  it('takes a pause of its caller for no failure', async () => {
    const waits: number[] = [];
    const service = open({ onRetry: (_, delayMs) => waits.push(delayMs) });
    service.behavior = ({ id }, exchange) => {
      exchange.answer(id);
      const error = { kind: 'request-too-slow', status: 408, detail: 'The client has sent nothing for 30 s.' };
      exchange.finish({ done: false, lines: 1, error });
    };
    const input = (async function* () {
      for (const text of texts(3)) {
        yield text;
        await settle();
      }
    })();
    const answers = await collect(service.client.classifyStream(input, { transfer }));
    expect([indexes(answers), waits]).toEqual([numbers(3), []]);
  });

  it.each([400, 401, 403, 404, 415, 422, 500, 308])('fails at once when it is refused with %d', async (status) => {
    const service = open();
    service.next.push(...Array.from({ length: 2 }, () => new Response('{"detail":"No."}', { status })));
    const error = await catchError(collect(service.client.classifyStream(texts(3), { transfer })));
    expect([error.status, error.detail]).toEqual([status, 'No.']);
    expect(service.exchanges).toEqual([]);
    expect(service.clock.pendingMs()).toEqual([]);
  });

  it('fails with its last error when nothing is answered for the time of its attempts', async () => {
    const service = open({ maxRetryMs: 5_000 });
    service.next.push(...Array.from({ length: 1_000 }, () => new TypeError('fetch failed')));
    const error = await catchError(service.finish(collect(service.client.classifyStream(['a'], { transfer }))));
    expect([error.kind, error.message]).toEqual(['connection-failed', 'the service cannot be reached: fetch failed']);
    expect(service.clock.nowMs()).toBeGreaterThanOrEqual(5_000);
    expect(service.clock.nowMs()).toBeLessThan(5_500);
  });

  it('gives the answers that are known before it fails', async () => {
    const service = open();
    service.behavior = ({ id }, exchange) => {
      if (id < 2) exchange.answer(id);
      else exchange.finish({ done: false, lines: 2, error: { kind: 'internal', status: 500, detail: 'A fault.' } });
    };
    const answers: Answer[] = [];
    const error = await catchError(collect(service.client.classifyStream(texts(5), { transfer }), answers));
    expect(indexes(answers)).toEqual([0, 1]);
    expect(error.message).toBe('the service ended the stream (internal): A fault.');
  });

  it('ends a request that has no answer 2 s after twice its time, and sends the lines again', async () => {
    const service = open({ timeoutMs: 5_000 });
    service.behavior = ({ id }, exchange) => {
      if (service.requests > 1) exchange.answer(id);
    };
    service.onEnd = (exchange) => {
      if (service.requests > 1) exchange.finish();
    };
    const answers = await service.finish(collect(service.client.classifyStream(['a'], { transfer })));
    expect(indexes(answers)).toEqual([0]);
    expect(service.exchanges[0]?.isAborted).toBe(true);
    expect(service.exchanges.map(({ atMs }) => atMs)).toEqual([0, expect.closeTo(12_300, -2)]);
  });

  it('ends after its whole time, and names the last failure', async () => {
    const service = open({ maxRetryMs: 600_000 });
    service.next.push(...Array.from({ length: 1_000 }, () => new Response('{"detail":"Wait."}', { status: 503 })));
    const call = collect(service.client.classifyStream(['a'], { transfer, totalTimeoutMs: 20_000 }));
    const error = await catchError(service.finish(call));
    expect([error.kind, error.message]).toEqual([
      'timed-out',
      'the call did not end within 20000 ms; the last failed attempt: the service answered 503 (http-503): Wait.',
    ]);
    expect(service.clock.pendingMs()).toEqual([]);
  });

  it.each<[string, (service: LineServiceFake) => void]>([
    ['before its first answer', (service) => (service.behavior = () => {})],
    [
      'while it waits for another attempt',
      ({ next }) => next.push(new Response('{}', { status: 503, headers: { 'retry-after': '30' } })),
    ],
  ])('ends at once with the reason of the signal: %s', async (_, prepare) => {
    const service = open();
    service.onEnd = () => {};
    prepare(service);
    const controller = new AbortController();
    const call = collect(service.client.classifyStream(['a'], { transfer, signal: controller.signal }));
    await settle();
    controller.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
    expect(service.exchanges.every(({ isAborted }) => isAborted)).toBe(true);
    expect(service.clock.pendingMs()).toEqual([]);
  });

  it('sends nothing when it was aborted before', async () => {
    const service = open();
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(collect(service.client.classifyStream(['a'], { transfer, signal }))).rejects.toThrow('enough');
    expect(service.requests).toBe(0);
  });

  it('ends its request and its input when its reader stops', async () => {
    const service = open();
    let hasEnded = false;
    const input = (async function* () {
      try {
        for (;;) {
          yield 'text';
          await settle();
        }
      } finally {
        hasEnded = true;
      }
    })();
    for await (const answer of service.client.classifyStream(input, { transfer })) if (answer.index === 2) break;
    await settle();
    await settle();
    expect(hasEnded).toBe(true);
    expect(service.exchanges.every(({ isClosed }) => isClosed)).toBe(true);
    expect(service.clock.pendingMs()).toEqual([]);
  });

  it('fails as its input does, after the answers to the lines before', async () => {
    const service = open();
    const input = (async function* () {
      yield 'a';
      yield 'b';
      await settle();
      throw new Error('the file has ended early');
    })();
    const answers: Answer[] = [];
    const call = collect(service.client.classifyStream(input, { transfer }), answers);
    await expect(call).rejects.toThrow('the file has ended early');
    expect(indexes(answers)).toEqual([0, 1]);
  });

  it.each([[1], [{ id: 1 }], [null], [['text']]])('refuses a line that is no text: %j', async (line) => {
    const service = open();
    const lines = ['a', line] as string[];
    const call = collect(service.client.classifyStream(lines, { transfer }));
    await expect(call).rejects.toThrow(new TypeError('line 1 is neither a text nor an object with a text'));
  });

  it('refuses one text in the place of a list', async () => {
    const call = collect(open().client.classifyStream('text', { transfer }));
    await expect(call).rejects.toThrow(new TypeError('the input is one text: give a list of texts'));
  });
});
