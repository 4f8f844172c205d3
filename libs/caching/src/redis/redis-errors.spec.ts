import { connect } from 'node:net';
import { once } from 'node:events';
import { ReplyError } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { ProtocolError, toLogCause, toPublicCause } from './redis-errors.js';

const replyError = (text: string): Error => new (ReplyError as new (text: string) => Error)(text);

describe('Redis errors: the public cause', () => {
  it.each([
    ["OOM command not allowed when used memory > 'maxmemory'.", 'OOM'],
    ['NOPERM User api has no permissions to run the set command', 'NOPERM'],
    ['MOVED 1 10.0.0.5:6379', 'MOVED'],
    ['10.0.0.5 is not my name', 'an error reply'],
    ['SECRETWORD and more', 'an error reply'],
    ['', 'an error reply'],
  ])('of the reply "%s" is "%s"', (text, cause) => {
    expect(toPublicCause(replyError(text))).toBe(cause);
  });

  it('of an error of the system is its code', async () => {
    const [error] = (await once(
      connect(1, '127.0.0.1').on('connect', () => {}),
      'error',
    ).catch((reason: unknown) => [reason])) as [Error];
    expect(error.message).toContain('127.0.0.1');
    expect(toPublicCause(error)).toBe('ECONNREFUSED');
  });

  it('of an error that this service made is its message', () => {
    expect(toPublicCause(new ProtocolError('a reply arrived that no command waits for'))).toBe(
      'a reply arrived that no command waits for',
    );
  });

  it('of any other error says nothing of it', () => {
    expect(toPublicCause(new Error('getaddrinfo of cache.internal'))).toBe('the connection failed');
    expect(toPublicCause(Object.assign(new Error('x'), { code: '10.0.0.5' }))).toBe('the connection failed');
  });
});

describe('Redis errors: the cause in the log', () => {
  it('is one line of at most 200 characters', () => {
    const cause = toLogCause(replyError(`ERR one\r\ntwo ${'x'.repeat(100_000)}`));
    expect(cause).toMatch(/^ERR one two x+…$/);
    expect(cause).toHaveLength(200);
  });

  it('of a reply to the login holds nothing of its text, which may quote the password', () => {
    const text = "ERR unknown command 'AUTH', with args beginning with: 'api' 'hunter2'";
    const error = Object.assign(replyError(text), { command: { name: 'auth', args: ['api', 'hunter2'] } });
    expect(toLogCause(error)).toBe('ERR, in reply to the login');
  });

  it('of an attempt on each address of a name is that of the first address', () => {
    const error = new AggregateError([new Error('connect ECONNREFUSED ::1:1'), new Error('the other')], '');
    expect(toLogCause(error)).toBe('connect ECONNREFUSED ::1:1');
    expect(toLogCause(Object.assign(new Error(''), { code: 'EPIPE' }))).toBe('EPIPE');
  });
});
