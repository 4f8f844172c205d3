import type { Request, Response } from 'express';
import { describe, expect, it } from 'vitest';
import { RequestContext } from '#libs/observability';
import { ManualClock } from '#libs/testing';
import { getDeadlineMs, requestTimeoutMs } from './request-timeout.js';

const GRANTED_MS = 10_000;

function toRequest(header: string | undefined): Request {
  return { get: (name: string) => (name === 'X-Request-Timeout-Ms' ? header : undefined) } as unknown as Request;
}

describe('X-Request-Timeout-Ms', () => {
  it.each([
    [undefined, 10_000],
    ['1', 1],
    ['9999', 9_999],
    ['10000', 10_000],
    ['10001', 10_000],
    ['9'.repeat(400), 10_000],
  ])('shortens the granted time, and never makes it longer: %s', (header, timeoutMs) => {
    expect(requestTimeoutMs(toRequest(header), GRANTED_MS)).toBe(timeoutMs);
  });

  it.each(['', '0', '-1', '+1', '1.5', '1e3', '0x10', '01', ' 1', '1 ', 'soon', '1, 2'])('refuses %j', (header) => {
    expect(() => requestTimeoutMs(toRequest(header), GRANTED_MS)).toThrow(
      expect.objectContaining({ kind: 'malformed-header' }),
    );
  });
});

describe('Deadline of a request', () => {
  it('counts from the first byte of the request', () => {
    const clock = new ManualClock();
    clock.advance(700);
    const requestContext = new RequestContext('id-1', { clock, startedMs: 500, trace: undefined });
    const response = { locals: { requestContext } } as unknown as Response;
    expect(getDeadlineMs(toRequest('250'), response, GRANTED_MS)).toBe(750);
    expect(getDeadlineMs(toRequest(undefined), response, GRANTED_MS)).toBe(10_500);
  });
});
