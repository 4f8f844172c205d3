import { describe, expect, it } from 'vitest';
import { parseRedisUrl } from './redis-address.js';

describe('Redis address', () => {
  it('has the usual port, database 0 and nobody to log in as', () => {
    expect(parseRedisUrl('redis://cache')).toEqual({
      endpoints: [{ host: 'cache', port: 6379 }],
      database: 0,
      username: undefined,
      password: undefined,
      tls: false,
    });
  });

  it('reads every part', () => {
    expect(parseRedisUrl('rediss://api:p%40ss@cache.example:10000/3')).toEqual({
      endpoints: [{ host: 'cache.example', port: 10_000 }],
      database: 3,
      username: 'api',
      password: 'p@ss',
      tls: true,
    });
    expect(parseRedisUrl('redis://:secret@[::1]/').endpoints).toEqual([{ host: '::1', port: 6379 }]);
  });

  it('reads several hosts', () => {
    const { endpoints, username, database } = parseRedisUrl('redis://api:pass@a,b:7000,[::1]:7001/2');
    expect(endpoints).toEqual([
      { host: 'a', port: 6379 },
      { host: 'b', port: 7000 },
      { host: '::1', port: 7001 },
    ]);
    expect([username, database]).toEqual(['api', 2]);
  });

  it.each([
    ['redis://a,', 'must name a host'],
    ['redis://a,b:port', 'is not a URL'],
    ['cache:6379/0', 'must begin with redis:// or rediss://'],
    ['cache', 'is not a URL'],
    ['http://cache', 'must begin with redis:// or rediss://'],
    ['redis://', 'must name a host'],
    ['redis://cache/production', 'must name the database by its number'],
    ['redis://cache/0?tls=true', 'must have nothing after the database number'],
  ])('refuses %s', (url, fault) => {
    expect(() => parseRedisUrl(url)).toThrow(fault);
  });

  it('never quotes the password', () => {
    expect(() => parseRedisUrl('redis://:hunter2@cache/x')).toThrow(/^((?!hunter2).)*$/);
  });
});
