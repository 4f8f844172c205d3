import { describe, expect, it } from 'vitest';
import { PROBLEM_TABLE } from './problem-table.js';

describe('Problem table', () => {
  it('gives each kind of error its status', () => {
    const statuses = Object.entries(PROBLEM_TABLE).map(([kind, { status }]) => [kind, status]);
    expect(Object.fromEntries(statuses)).toEqual({
      'malformed-request': 400,
      'malformed-header': 400,
      'malformed-body': 400,
      unauthorized: 401,
      'not-found': 404,
      'method-not-allowed': 405,
      'request-too-slow': 408,
      'body-too-large': 413,
      'unsupported-media-type': 415,
      'expectation-failed': 417,
      'invalid-request': 422,
      'text-refused': 422,
      'unsupported-language': 422,
      'rate-limited': 429,
      overloaded: 429,
      'headers-too-large': 431,
      'client-left': 499,
      'text-failed': 500,
      internal: 500,
      'unsupported-transfer-coding': 501,
      'model-loading': 503,
      'model-unavailable': 503,
      'shutting-down': 503,
      'deadline-exceeded': 504,
    });
  });

  it('lets the errors be retried that pass by themselves', () => {
    const retryable = Object.entries(PROBLEM_TABLE).filter(([, { isRetryable }]) => isRetryable);
    expect(retryable.map(([kind]) => kind)).toEqual([
      'rate-limited',
      'overloaded',
      'model-loading',
      'model-unavailable',
    ]);
  });

  it('gives each kind of error a title of its own', () => {
    const titles = Object.values(PROBLEM_TABLE).map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    expect(titles.filter((title) => !/^[A-Z][\w -]+$/.test(title))).toEqual([]);
  });
});
