import { describe, expect, it } from 'vitest';
import { collect, LineServiceFake, settle, texts } from './line-service.fake.js';
import type { LineTransfer } from './line-transfer.js';

const TRANSFERS: readonly LineTransfer[] = ['stream', 'requests'];
const TOO_LONG = { kind: 'body-too-large', status: 413, detail: 'The line is larger than 2097152 bytes.' };

describe.each(TRANSFERS)('A request with lines: %s', (transfer) => {
  it('has the error of a line that the service did not read, which has no id', async () => {
    const service = new LineServiceFake();
    service.behavior = ({ id }, exchange) => {
      if (id !== 1) exchange.answer(id);
      else {
        exchange.answers++;
        exchange.send({ error: TOO_LONG });
      }
    };
    const answers = await collect(service.client.classifyStream(texts(3), { transfer }));
    expect(answers.map(({ index, error }) => [index, error])).toEqual([
      [0, undefined],
      [1, TOO_LONG],
      [2, undefined],
    ]);
    expect(service.exchanges.filter(({ isAborted }) => isAborted)).toEqual([]);
  });

  it('sends a line again that the service could not hold, whose error has no id', async () => {
    const service = new LineServiceFake();
    service.behavior = ({ id }, exchange) => {
      if (id !== 1 || service.exchanges.length > 1) exchange.answer(id);
      else {
        exchange.answers++;
        exchange.send({ error: { kind: 'overloaded', status: 503, detail: 'Busy.' } });
      }
    };
    const answers = await service.finish(collect(service.client.classifyStream(texts(3), { transfer })));
    expect(answers.map(({ index, error }) => [index, error])).toEqual([0, 1, 2].map((index) => [index, undefined]));
    expect(service.exchanges[0]?.isAborted).toBe(false);
  });

  it('waits 2 s longer than the service may need for capacity and for the answer', async () => {
    const service = new LineServiceFake({ timeoutMs: 5_000 });
    const late = { kind: 'deadline-exceeded', status: 422, detail: 'Too late.' };
    service.behavior = ({ id }, exchange) => {
      service.clock.after(11_900, () => {
        exchange.answer(id, { error: late });
        exchange.finish();
      });
    };
    service.onEnd = () => {};
    const answers = await service.finish(collect(service.client.classifyStream(['a'], { transfer })));
    expect(answers[0]?.error).toEqual(late);
    expect(service.requests).toBe(1);
  });

  it('ends when all its lines are answered, but its last line does not come', async () => {
    const service = new LineServiceFake({ timeoutMs: 5_000 });
    const failed = new Set<number>();
    service.behavior = ({ id }, exchange) => {
      const isFirst = !failed.has(id);
      failed.add(id);
      exchange.answer(id, isFirst ? { error: { kind: 'overloaded', status: 503, detail: 'Busy.' } } : undefined);
    };
    service.onEnd = (exchange) => {
      if (service.exchanges.length > 2) exchange.finish();
    };
    const answers = await service.finish(collect(service.client.classifyStream(texts(150), { transfer })));
    expect(answers.map(({ index, error }) => [index, error])).toEqual(texts(150).map((_, index) => [index, undefined]));
    expect(service.exchanges[0]?.isAborted).toBe(true);
  });

  it('has the error of a gateway in the place of a line that is too long for it, and goes on', async () => {
    const service = new LineServiceFake();
    service.gatewayMaxChars = 1_000;
    const lines = [...texts(20), { id: 'long', text: 'x'.repeat(1_000) }, ...texts(20)];
    const answers = await service.finish(collect(service.client.classifyStream(lines, { transfer })));
    expect(answers.map(({ index }) => index)).toEqual([...lines.keys()]);
    expect(answers.filter(({ error }) => error)).toEqual([
      {
        index: 20,
        id: 'long',
        model: undefined,
        error: { kind: 'http-413', status: 413, detail: 'Too large.' },
      },
    ]);
    expect(service.clock.pendingMs()).toEqual([]);
  });

  it('is smaller after a gateway has refused one as too large', async () => {
    const service = new LineServiceFake();
    service.gatewayMaxChars = 500;
    const answers = await service.finish(collect(service.client.classifyStream(texts(100), { transfer })));
    expect(answers.map(({ index, error }) => [index, error])).toEqual(texts(100).map((_, index) => [index, undefined]));
    expect(service.requests - service.exchanges.length).toBeLessThanOrEqual(6);
    expect(Math.max(...service.exchanges.map(({ received }) => received.length))).toBeGreaterThan(5);
  });
});

describe('A request that is sent while its answer is read', () => {
  it('waits for the next line of the input without a limit', async () => {
    const service = new LineServiceFake({ timeoutMs: 5_000 });
    const input = (async function* () {
      yield 'a';
      await new Promise<void>((resolve) => void service.clock.after(60_000, resolve));
      yield 'b';
    })();
    const answers = await service.finish(collect(service.client.classifyStream(input, { transfer: 'stream' })));
    expect([answers.length, service.requests]).toEqual([2, 1]);
    await settle();
    expect(service.clock.pendingMs()).toEqual([]);
  });
});
