import { describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/testing';
import { catchError, finish, MODEL, OK, open, REFUSED, settle, type Answer } from './scripted-service.fake.js';
import { SentimentClient } from './sentiment-client.js';
import type { CallOptions } from './transport/client-options.js';

describe('A call that keeps failing', () => {
  const REFUSALS = Array<Error>(1_000).fill(REFUSED);

  it('ends with its last error after its time without a success', async () => {
    const { client, clock, requests } = open([...REFUSALS], { maxRetryMs: 60_000 });
    const error = await catchError(finish(client.classify(['a']), clock));
    expect(error.message).toBe('the service cannot be reached: connect ECONNREFUSED 127.0.0.1:1');
    expect(error.kind).toBe('connection-failed');
    expect(requests.at(-1)?.atMs).toBe(60_000);
  });

  it('goes on while other calls succeed, up to its number of attempts', async () => {
    const isOdd = (init: RequestInit) => init.body === '{"text":["odd"]}';
    const times: number[] = [];
    const clock = new ManualClock();
    const client = new SentimentClient({
      url: 'http://service.test',
      clock,
      random: () => 0.5,
      maxRetryMs: 1_000,
      maxAttempts: 12,
      fetch: (_, init = {}) => {
        if (isOdd(init)) times.push(clock.nowMs());
        return isOdd(init) ? Promise.reject(REFUSED) : Promise.resolve(new Response(JSON.stringify(OK.body)));
      },
    });
    const error = catchError(finish(client.classify(['odd']), clock));
    void (async () => {
      while (times.length < 12) {
        await client.classify(['even']);
        await settle();
      }
    })();
    expect((await error).kind).toBe('connection-failed');
    expect(times).toHaveLength(12);
    expect(times.at(-1)).toBeGreaterThan(1_000);
  });

  it('ends at once when the service asks for more time than there is', async () => {
    const { client, requests } = open([{ status: 429, headers: { 'retry-after': '61' } }], { maxRetryMs: 60_000 });
    expect((await catchError(client.classify(['a']))).retryAfterMs).toBe(61_000);
    expect(requests).toHaveLength(1);
  });

  it('ends with the last refusal as long as the service asks for more time than there is', async () => {
    const busy = { status: 429, headers: { 'retry-after': '86400' } };
    const { client, clock, requests } = open([busy, OK], { maxRetryMs: 60_000 });
    await finish(catchError(client.classify(['a'])), clock);
    expect(await catchError(client.classify(['b']))).toMatchObject({ status: 429, retryAfterMs: 86_400_000 });
    expect(requests).toHaveLength(1);
    clock.advance(86_400_000);
    expect((await client.classify(['c'])).model).toBe(MODEL);
  });

  it('ends with the refusal of another call when it waits for its start', async () => {
    const busy = { status: 429, headers: { 'retry-after': '86400' } };
    const { client, requests } = open([busy], { initialConcurrency: 1, maxRetryMs: 60_000 });
    const calls = [client.classify(['a']), client.classify(['b'])].map(catchError);
    for (const error of await Promise.all(calls)) expect(error.status).toBe(429);
    expect(requests).toHaveLength(1);
  });

  it('ends at once after the refusal of another call when its own time is shorter', async () => {
    const busy = { status: 429, headers: { 'retry-after': '3' } };
    const { client, requests } = open([busy]);
    const first = client.classify(['a']);
    await settle();
    expect(await catchError(client.classify(['b'], { maxRetryMs: 0 }))).toMatchObject({ status: 429 });
    expect(requests).toHaveLength(1);
    void first.catch(() => {});
  });

  it('names the refusal that it waited for when its whole time is over', async () => {
    const busy = { status: 429, headers: { 'retry-after': '30' }, body: { detail: 'Too many requests.' } };
    const { client, clock } = open([busy]);
    void client.classify(['a']).catch(() => {});
    await settle();
    const error = await finish(catchError(client.classify(['b'], { totalTimeoutMs: 500 })), clock);
    expect(error.message).toBe(
      'the call did not end within 500 ms; the last failed attempt: the service answered 429 (http-429): Too many requests.',
    );
  });

  it('is not sent before the Retry-After of a refusal, however short its own time is', async () => {
    const busy = { status: 429, headers: { 'retry-after': '100' } };
    const { client, clock, requests } = open([busy, OK], { maxRetryMs: 60_000 });
    await catchError(client.classify(['a']));
    clock.advance(50_000);
    await finish(client.classify(['b']), clock);
    expect(requests.map(({ atMs }) => atMs)).toEqual([0, 100_000]);
  });

  it('ends when its caller wants no other attempt', async () => {
    const seen: [string, number][] = [];
    const shouldRetry: CallOptions['shouldRetry'] = ({ kind }, failures) => {
      seen.push([kind, failures]);
      return failures < 3;
    };
    const { client, clock } = open([...REFUSALS]);
    await catchError(finish(client.classify(['a'], { shouldRetry }), clock));
    expect(seen).toEqual([
      ['connection-failed', 1],
      ['connection-failed', 2],
      ['connection-failed', 3],
    ]);
  });

  it('tells of each wait', async () => {
    const waits: [string, number][] = [];
    const { client, clock } = open([REFUSED, { status: 503, headers: { 'retry-after': '2' } }, OK], {
      onRetry: ({ kind }, delayMs) => waits.push([kind, delayMs]),
    });
    await finish(client.classify(['a']), clock);
    expect(waits).toEqual([
      ['connection-failed', 250],
      ['http-503', 2_000],
    ]);
  });
});

describe('A call with a limit of its whole time', () => {
  it('ends after it, leaves no timer, and names the last failure', async () => {
    const { client, clock, requests } = open([], { timeoutMs: 5_000, maxRetryMs: 600_000 });
    const error = await catchError(finish(client.classify(['a'], { totalTimeoutMs: 8_000 }), clock));
    expect([error.kind, error.message]).toEqual([
      'timed-out',
      'the call did not end within 8000 ms; the last failed attempt: the service did not answer within 5000 ms',
    ]);
    expect(requests.map(({ atMs }) => atMs)).toEqual([0, 5_300]);
    expect(clock.nowMs()).toBe(8_000);
    expect(clock.pendingMs()).toEqual([]);
  });

  it('tells the service the rest of it', async () => {
    const { client, clock, requests } = open([{ status: 503, headers: { 'retry-after': '6' } }, OK]);
    await finish(client.classify(['a'], { totalTimeoutMs: 8_000 }), clock);
    expect(requests.map(({ init }) => (init.headers as Record<string, string>)['X-Request-Timeout-Ms'])).toEqual([
      '8000',
      '2000',
    ]);
  });

  it('ends at once when the service asks for more time than is left', async () => {
    const { client, clock, requests } = open([{ status: 503, headers: { 'retry-after': '9' } }]);
    const error = await catchError(client.classify(['a'], { totalTimeoutMs: 8_000 }));
    expect([error.status, error.retryAfterMs, requests.length]).toEqual([503, 9_000, 1]);
    expect(clock.pendingMs()).toEqual([]);
  });
});

describe('A call that is aborted', () => {
  it.each<[string, (Answer | Error)[]]>([
    ['during a request', []],
    ['while it waits for another attempt', [{ status: 503, headers: { 'retry-after': '30' } }]],
    ['while it waits for its start', [{ status: 429, headers: { 'retry-after': '30' } }]],
  ])('ends at once with the reason, and leaves no timer: %s', async (_, answers) => {
    const { client, clock, requests } = open(answers);
    const controller = new AbortController();
    const call = client.classify(['a'], { signal: controller.signal });
    await settle();
    controller.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
    expect(requests).toHaveLength(1);
    expect(clock.pendingMs()).toEqual([]);
  });

  it('sends nothing when it was aborted before', async () => {
    const { client, requests } = open([OK]);
    await expect(client.classify(['a'], { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
    expect(requests).toEqual([]);
  });
});

describe('The calls of a client', () => {
  it('start after a refusal when Retry-After has passed, half as many as before', async () => {
    const refusal: Answer = { status: 429, headers: { 'retry-after': '5' } };
    const { client, clock, requests } = open(Array<Answer>(4).fill(refusal), { initialConcurrency: 4 });
    for (let call = 0; call < 6; call++) void client.classify([String(call)]);
    await settle();
    clock.advance(4_999);
    await settle();
    expect(requests).toHaveLength(4);
    clock.advance(1);
    await settle();
    expect(requests.map(({ atMs }) => atMs)).toEqual([0, 0, 0, 0, 5_000, 5_000]);
  });
});
