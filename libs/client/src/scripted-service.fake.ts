import { expect } from 'vitest';
import { ManualClock } from '#libs/testing';
import { SentimentClient } from './sentiment-client.js';
import { ClientError } from './transport/client-error.js';
import type { SentimentClientOptions } from './transport/client-options.js';

/** An answer of the service; without one, `fetch` fails or waits. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

export const KEY = 'key-of-the-test-0123456789';
export const MODEL = 'fake@0123456789ab';
export const predict = (...scores: number[]) => [
  scores.map((score, index) => ({ label: index === 0 ? 'POSITIVE' : 'NEGATIVE', score })),
];
export const OK: Answer = { headers: { 'x-model': MODEL }, body: { predictions: predict(0.75, 0.25) } };
export const REFUSED = new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED 127.0.0.1:1') });
export const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A client of a service that gives these answers in turn, and after them none. */
export function open(answers: (Answer | Error)[], options: Partial<SentimentClientOptions> = {}) {
  const clock = new ManualClock();
  const requests: { url: string; init: RequestInit; atMs: number }[] = [];
  const fetch = (url: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    requests.push({ url: url instanceof Request ? url.url : url.toString(), init, atMs: clock.nowMs() });
    const answer = answers.shift();
    if (answer instanceof Error) return Promise.reject(answer);
    if (!answer) {
      return new Promise((_, reject) => {
        init.signal?.addEventListener('abort', () => reject(new Error('This operation was aborted')));
      });
    }
    const { status = 200, headers = {}, body } = answer;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return Promise.resolve(new Response(text, { status, headers }));
  };
  const client = new SentimentClient({
    url: 'http://service.test/prefix/',
    apiKey: KEY,
    fetch,
    clock,
    random: () => 0.5,
    epochMs: () => 0,
    ...options,
  });
  return { client, clock, requests };
}

/** Lets time pass, a tenth of a second at a time, until a call ends. */
export async function finish<T>(call: Promise<T>, clock: ManualClock, limitMs = 3_600_000): Promise<T> {
  const ends: string[] = [];
  const end = () => ends.push('ended');
  call.then(end, end);
  await settle();
  for (let passedMs = 0; ends.length === 0 && passedMs < limitMs; passedMs += 100) {
    clock.advance(100);
    await settle();
  }
  expect(ends).toEqual(['ended']);
  return await call;
}

/** @returns the error of a call that must fail */
export async function catchError(call: Promise<unknown>): Promise<ClientError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ClientError) return error;
    throw error;
  }
  throw new Error('the call succeeded');
}
