import { describe, expect, it } from 'vitest';
import { RequestError } from './request-error.js';

describe('Request error', () => {
  it('has its kind, message, faults and time of a retry', () => {
    const faults = [{ pointer: '/text', detail: 'is missing' }];
    const error = new RequestError('invalid-request', 'There is no text.', { faults, retryAfterSeconds: 7 });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'RequestError',
      kind: 'invalid-request',
      message: 'There is no text.',
      faults,
      retryAfterSeconds: 7,
    });
  });

  it('has no faults and no time of a retry by default', () => {
    const { faults, retryAfterSeconds } = new RequestError('not-found', 'There is no such route.');
    expect([faults, retryAfterSeconds]).toEqual([[], undefined]);
  });
});
