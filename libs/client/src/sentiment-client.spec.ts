import { describe, expect, it } from 'vitest';
import { catchError, KEY, MODEL, OK, open, REFUSED } from './scripted-service.fake.js';
import { SentimentClient } from './sentiment-client.js';
import type { SentimentClientOptions } from './transport/client-options.js';

describe('A client', () => {
  it.each(['', 'with blank', 'ключ-секрет', 'line\nbreak'])('refuses the key %j, and does not quote it', (apiKey) => {
    expect(() => open([], { apiKey })).toThrow(/^the API key must have visible ASCII characters only$/);
  });

  it.each<[unknown, string]>([
    [undefined, 'the options of the client must be an object with url'],
    [{}, 'url must be an address with http or https, such as http://localhost:8000'],
    [{ url: 'ftp://host' }, 'url must be an address with http or https, such as http://localhost:8000'],
  ])('says what is wrong with the options %j', (options, message) => {
    expect(() => new SentimentClient(options as SentimentClientOptions)).toThrow(new RegExp(`^${message}$`));
  });

  it('names its key in no error', async () => {
    const answers = [REFUSED, { status: 401, body: { detail: 'Send a valid API key.' } }];
    for (const answer of answers) {
      const error = await catchError(open([answer]).client.classify(['a'], { shouldRetry: () => false }));
      expect(JSON.stringify([error, error.message, error.stack])).not.toContain(KEY);
    }
  });

  it.each<Partial<SentimentClientOptions>>([
    { timeoutMs: 0 },
    { timeoutMs: 1.5 },
    { timeoutMs: Number.POSITIVE_INFINITY },
    { initialConcurrency: 0 },
    { maxConcurrency: Number.NaN },
    { maxAttempts: 0.5 },
    { maxRetryMs: -1 },
    { baseDelayMs: Number.NaN },
  ])('refuses %j', (options) => {
    expect(() => open([], options)).toThrow(new RegExp(`^${Object.keys(options)[0]} must be`));
  });

  it('refuses a limit of a call that is no time', async () => {
    const { client } = open([OK]);
    await expect(client.classify(['a'], { totalTimeoutMs: Number.NaN })).rejects.toThrow('totalTimeoutMs must be');
  });

  it('takes a limit of a call that is longer than a timer can be', async () => {
    const { client } = open([OK, OK]);
    for (const totalTimeoutMs of [Number.POSITIVE_INFINITY, 2 ** 40]) {
      expect((await client.classify(['a'], { totalTimeoutMs })).model).toBe(MODEL);
    }
  });
});
