import { describe, expect, it } from 'vitest';
import type { TextPrediction } from '../answers/prediction.js';
import { catchError } from '../scripted-service.fake.js';
import type { LineAnswer } from './line-answer.js';
import { collect, indexes, LineServiceFake, numbers, settle, texts } from './line-service.fake.js';

type Answer = LineAnswer<TextPrediction>;

describe('A stream in one request', () => {
  it('sends the oldest lines first after a failure', async () => {
    const service = new LineServiceFake({ maxAttempts: 2 });
    service.behavior = (_, exchange) => {
      if (service.exchanges.length === 1) exchange.fail(new TypeError('terminated'));
    };
    service.onEnd = () => {};
    const call = collect(service.client.classifyStream(texts(400), { transfer: 'stream' }));
    const failure = catchError(service.finish(call));
    while (service.exchanges.length < 2) {
      await settle();
      service.clock.advance(100);
    }
    await settle();
    expect(service.exchanges[1]?.received[0]?.id).toBe(0);
    await failure;
  });

  it('has the answer to a line before the next one is sent', async () => {
    const service = new LineServiceFake();
    const answers: Answer[] = [];
    const seen: number[] = [];
    const input = (async function* () {
      for (const text of texts(3)) {
        seen.push(answers.length);
        yield text;
        while (answers.length < seen.length) await settle();
      }
    })();
    await collect(service.client.classifyStream(input, { transfer: 'stream' }), answers);
    expect(seen).toEqual([0, 1, 2]);
    expect(service.requests).toBe(1);
  });
});

describe('A long stream', () => {
  it('has another request after each 8 Mi UTF-16 units, because fetch of Node keeps a copy of a body', async () => {
    const service = new LineServiceFake();
    const long = 'a'.repeat(700_000);
    const input = Array.from({ length: 30 }, () => long);
    const answers = await collect(service.client.classifyStream(input, { transfer: 'stream' }));
    expect(indexes(answers)).toEqual(numbers(30));
    expect(service.exchanges.map(({ received }) => received.length)).toEqual([11, 11, 8]);
  });
});

describe('A stream in several requests', () => {
  it('sends at most 100 lines in each, and two at the same time', async () => {
    const service = new LineServiceFake();
    let open = 0;
    const most: number[] = [];
    service.behavior = ({ id }, exchange) => {
      if (exchange.received.length === 1) most.push(++open);
      exchange.answer(id);
    };
    service.onEnd = (exchange) => {
      setTimeout(() => {
        open--;
        exchange.finish();
      }, 2);
    };
    const answers = await collect(service.client.classifyStream(texts(1_000), { transfer: 'requests' }));
    expect(indexes(answers)).toEqual(numbers(1_000));
    expect(service.exchanges.map(({ received }) => received.length)).toEqual(Array(10).fill(100));
    expect(Math.max(...most)).toBe(2);
  });
});
