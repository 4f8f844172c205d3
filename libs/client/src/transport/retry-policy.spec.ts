import { describe, expect, it } from 'vitest';
import { RetryPolicy } from './retry-policy.js';

const createPolicy = (random: number) =>
  new RetryPolicy({ baseDelayMs: 500, maxDelayMs: 10_000, random: () => random });

const CONNECTION_FAILED = { kind: 'connection-failed', status: undefined, retryAfterMs: undefined };

describe('The retry policy', () => {
  it.each([408, 429, 502, 503, 504])('tries again after the status %d', (status) => {
    expect(createPolicy(0).isRetryable({ kind: `http-${status}`, status })).toBe(true);
  });

  it.each([301, 400, 401, 403, 404, 413, 415, 422, 431, 500, 501])('gives up after the status %d', (status) => {
    expect(createPolicy(0).isRetryable({ kind: `http-${status}`, status })).toBe(false);
  });

  it.each([
    ['connection-failed', true],
    ['timed-out', true],
    ['broken-answer', true],
    ['redirected', false],
    ['toString', false],
  ])('knows whether to try again without an answer: %s', (kind, isRetryable) => {
    expect(createPolicy(0).isRetryable({ kind, status: undefined })).toBe(isRetryable);
  });

  it('chooses a delay from 0 to a bound that doubles, up to the largest one', () => {
    const choose = (random: number) =>
      [1, 2, 3, 5, 6, 500].map((failures) => createPolicy(random).chooseDelay(failures, CONNECTION_FAILED).delayMs);
    expect(choose(0)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(choose(0.5)).toEqual([250, 500, 1_000, 4_000, 5_000, 5_000]);
  });

  it.each([
    [429, 3_000, 3_000],
    [503, 3_000, 3_000],
    [503, 100, 250],
    [502, 3_000, 250],
  ])('waits at least as long as Retry-After says after 429 and 503: %d, %d ms', (status, retryAfterMs, delayMs) => {
    expect(createPolicy(0.5).chooseDelay(1, { kind: `http-${status}`, status, retryAfterMs }).delayMs).toBe(delayMs);
  });

  it.each([
    ['connection-failed', undefined, true],
    ['broken-answer', 200, true],
    ['http-502', 502, true],
    ['http-503', 503, true],
    ['http-429', 429, false],
    ['http-504', 504, false],
  ])('knows whether no request is answered: %s', (kind, status, isOutage) => {
    expect(createPolicy(0).chooseDelay(1, { kind, status, retryAfterMs: undefined }).isOutage).toBe(isOutage);
  });
});
