import { describe, expect, it } from 'vitest';
import { parseRedirect } from './redirect.js';

describe('a redirect of a cluster', () => {
  it.each([
    ['MOVED 3999 10.0.0.7:6381', { kind: 'moved', slot: 3999, host: '10.0.0.7', port: 6381 }],
    ['ASK 3999 10.0.0.7:6381', { kind: 'ask', slot: 3999, host: '10.0.0.7', port: 6381 }],
    ['MOVED 1 :6379', { kind: 'moved', slot: 1, host: '', port: 6379 }],
    ['MOVED 1 ::1:6379', { kind: 'moved', slot: 1, host: '::1', port: 6379 }],
    ['MOVED 1 redis-2.example:6379', { kind: 'moved', slot: 1, host: 'redis-2.example', port: 6379 }],
  ])('is read from %s', (message, redirect) => {
    expect(parseRedirect(new Error(message))).toEqual(redirect);
  });

  it.each([
    'CLUSTERDOWN Hash slot not served',
    'MOVED',
    'MOVED x 10.0.0.7:6381',
    'MOVED 3999 10.0.0.7',
    'MOVED 16384 10.0.0.7:6381',
    'WRONGTYPE',
  ])('is nothing that is read from %s', (message) => {
    expect(parseRedirect(new Error(message))).toBeUndefined();
  });
});
