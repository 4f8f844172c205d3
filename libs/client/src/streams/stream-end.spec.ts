import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { SentimentClientOptions } from '../transport/client-options.js';
import { collect, LineServiceFake, settle, texts } from './line-service.fake.js';
import type { LineTransfer } from './line-transfer.js';

const TRANSFERS: readonly LineTransfer[] = ['stream', 'requests'];

/** Values whose end takes for ever. */
function createStuckInput(values: readonly string[]): AsyncIterable<string> {
  return {
    [Symbol.asyncIterator]: () => {
      const left = values.values();
      return {
        next: () => Promise.resolve(left.next() as IteratorResult<string>),
        return: () => new Promise<never>(() => {}),
      };
    },
  };
}

/** A service that does not answer. */
function openSilent(options: Partial<SentimentClientOptions> = {}): LineServiceFake {
  const service = new LineServiceFake(options);
  service.behavior = () => {};
  service.onEnd = () => {};
  return service;
}

describe.each(TRANSFERS)('The end of a stream: %s', (transfer) => {
  it('does not wait for the end of the input after an abort', async () => {
    const service = openSilent();
    const controller = new AbortController();
    // The window is full: the input is idle.
    const input = createStuckInput(texts(1_000));
    const call = collect(service.client.classifyStream(input, { transfer, signal: controller.signal }));
    await settle();
    await settle();
    controller.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
    expect(service.clock.pendingMs()).toEqual([]);
  });

  it('does not wait for the end of the input after a failure', async () => {
    const service = openSilent({ maxAttempts: 1 });
    const call = collect(service.client.classifyStream(createStuckInput(texts(1_000)), { transfer }));
    await settle();
    await settle();
    for (const exchange of service.exchanges) exchange.fail(new TypeError('terminated'));
    await expect(call).rejects.toMatchObject({ kind: 'connection-failed' });
  });

  it('leaves no timer when further answers have arrived with the one after which its reader stops', async () => {
    const service = openSilent();
    service.isAbortSilent = true;
    service.onEnd = (exchange) => {
      const answers = exchange.received.map(({ id }) => ({ id, predictions: [{ label: 'POSITIVE', score: 1 }] }));
      exchange.write(answers.map((answer) => `${JSON.stringify(answer)}\n`).join(''));
    };
    for await (const answer of service.client.classifyStream(texts(3), { transfer })) if (answer.index === 0) break;
    for (let turn = 0; turn < 5; turn++) await settle();
    expect(service.clock.pendingMs()).toEqual([]);
    expect(service.exchanges.every(({ isClosed }) => isClosed)).toBe(true);
  });

  it.each(['return', 'throw'] as const)('comes at once by %s, while an answer is waited for', async (method) => {
    const service = openSilent();
    let hasEnded = false;
    const input = (async function* () {
      try {
        for (;;) yield await Promise.resolve('text');
      } finally {
        hasEnded = true;
      }
    })();
    const answers = service.client.classifyStream(input, { transfer });
    const next = answers.next();
    await settle();
    const end = method === 'return' ? answers.return() : answers.throw(new Error('the page was closed'));
    const [read, ended] = await Promise.allSettled([next, end]);
    expect(read).toEqual({ status: 'fulfilled', value: { done: true, value: undefined } });
    expect(ended.status).toBe(method === 'return' ? 'fulfilled' : 'rejected');
    await settle();
    expect(hasEnded).toBe(true);
    expect(service.exchanges.every(({ isAborted }) => isAborted)).toBe(true);
    expect(service.clock.pendingMs()).toEqual([]);
  });

  it('comes at once when a stream of Node that reads the answers is destroyed', async () => {
    const service = openSilent();
    const readable = Readable.from(service.client.classifyStream(['a'], { transfer })).resume();
    while (service.requests === 0) await settle();
    const closed = new Promise((resolve) => readable.once('close', resolve));
    readable.destroy();
    await closed;
    expect(service.exchanges.every(({ isAborted }) => isAborted)).toBe(true);
    expect(service.clock.pendingMs()).toEqual([]);
  });

  it('may come before the first answer is asked for', async () => {
    const service = openSilent();
    const answers = service.client.classifyStream(['a'], { transfer });
    expect(await answers.return()).toEqual({ done: true, value: undefined });
    expect(await answers.next()).toEqual({ done: true, value: undefined });
    expect(service.requests).toBe(0);
  });

  it('comes with a RangeError when there is no such transfer', async () => {
    const { client } = openSilent();
    const call = collect(client.classifyStream(['a'], { transfer: 'request' as LineTransfer }));
    await expect(call).rejects.toThrow(new RangeError("transfer must be 'stream' or 'requests'"));
  });
});

describe('The end of a stream in several requests', () => {
  it('begins no request after the last failure, while the caller holds an answer', async () => {
    const service = new LineServiceFake({ maxAttempts: 1 });
    service.onEnd = () => {};
    service.behavior = ({ id }, exchange) => {
      if (id === 0) exchange.answer(id);
    };
    const answers = service.client.classifyStream(texts(1_000), { transfer: 'requests' });
    expect((await answers.next()).value).toMatchObject({ index: 0 });
    await settle();
    expect(service.requests).toBe(2);
    const [first, second] = service.exchanges;
    first?.fail(new TypeError('terminated'));
    await settle();
    for (const { id } of second?.received ?? []) second?.answer(id);
    second?.finish();
    for (let turn = 0; turn < 5; turn++) await settle();
    expect(service.requests).toBe(2);
    await expect(collect(answers)).rejects.toThrow('cut after 1 of them');
  });
});
