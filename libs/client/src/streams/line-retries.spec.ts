import { describe, expect, it } from 'vitest';
import type { SentimentClientOptions } from '../transport/client-options.js';
import { collect, LineServiceFake, texts } from './line-service.fake.js';
import type { LineTransfer } from './line-transfer.js';

const TRANSFERS: readonly LineTransfer[] = ['stream', 'requests'];
const BUSY = { kind: 'overloaded', status: 503, detail: 'Busy.' };

/** A service that has no capacity for some time. */
function open(busyMs: number, options: Partial<SentimentClientOptions> = {}): LineServiceFake {
  const service = new LineServiceFake({ random: () => 0.8, ...options });
  service.behavior = ({ id }, exchange) => {
    exchange.answer(id, service.clock.nowMs() < busyMs ? { error: BUSY } : undefined);
  };
  return service;
}

describe.each(TRANSFERS)('A line with an error that may go away: %s', (transfer) => {
  it('is sent again after the waits of other requests', async () => {
    const waits: [string, number][] = [];
    const service = open(1_000, { onRetry: ({ message }, delayMs) => waits.push([message, delayMs]) });
    const answers = await service.finish(collect(service.client.classifyStream(['a'], { transfer })));
    expect(answers.map(({ error }) => error)).toEqual([undefined]);
    const message = 'the service did not answer line 0 (overloaded): Busy.';
    expect(waits).toEqual([
      [message, 400],
      [message, 800],
    ]);
    expect(service.exchanges.map(({ atMs }) => atMs)).toEqual([0, 400, 1_200]);
  });

  it('waits with the lines that failed equally often', async () => {
    const service = open(1_000);
    const answers = await service.finish(collect(service.client.classifyStream(texts(50), { transfer })));
    expect(answers.map(({ index, error }) => [index, error])).toEqual(texts(50).map((_, index) => [index, undefined]));
    expect(service.exchanges.map(({ received }) => received.length)).toEqual([50, 50, 50]);
  });

  it('is given up when the caller wants no other attempt', async () => {
    const service = open(1_000);
    const options = { transfer, shouldRetry: () => false };
    const answers = await service.finish(collect(service.client.classifyStream(texts(2), options)));
    expect(answers.map(({ error }) => error)).toEqual([BUSY, BUSY]);
    expect(service.clock.nowMs()).toBeLessThan(500);
  });

  it('fails the stream with what a function of the caller throws', async () => {
    const service = open(1_000, {
      onRetry: () => {
        throw new Error('the log is full');
      },
    });
    const call = collect(service.client.classifyStream(texts(2), { transfer }));
    await expect(service.finish(call)).rejects.toThrow('the log is full');
  });

  it('leaves no timer when the stream ends during its wait', async () => {
    const service = open(1_000_000);
    const controller = new AbortController();
    const signal = controller.signal;
    const call = collect(service.client.classifyStream(['a'], { transfer, signal }));
    while (service.exchanges[0]?.isClosed !== true) await new Promise((resolve) => setTimeout(resolve, 0));
    controller.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
    expect(service.clock.pendingMs()).toEqual([]);
  });
});
