import { describe, expect, it } from 'vitest';
import { catchError, open, REFUSED } from '../scripted-service.fake.js';
import { ClientError } from './client-error.js';
import { createTimeoutError } from './transport-errors.js';

describe('An error of the client', () => {
  it('has the error of fetch as its cause', async () => {
    const { client } = open([REFUSED], { maxAttempts: 1 });
    expect((await catchError(client.classify(['a']))).cause).toBe(REFUSED);
  });

  it('is one of the other module format too', () => {
    const brand = Symbol.for('@sentiment-service/client.ClientError');
    const ofOtherFormat: unknown = Object.defineProperty(new Error('a'), brand, { value: true });
    const errors = [ofOtherFormat, createTimeoutError(1), new Error('a'), undefined];
    expect(errors.map((error) => error instanceof ClientError)).toEqual([true, true, false, false]);
  });

  it('is none of a class that extends it', () => {
    class QuotaError extends ClientError {}
    const facts = { kind: 'rate-limited' };
    const errors = [new ClientError('a', facts), new QuotaError('a', facts)];
    expect(errors.map((error) => error instanceof QuotaError)).toEqual([false, true]);
    expect(errors.map((error) => error instanceof ClientError)).toEqual([true, true]);
  });
});
