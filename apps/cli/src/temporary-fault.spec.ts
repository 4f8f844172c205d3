import { describe, expect, it } from 'vitest';
import { ClientError, type TransportFault } from '#libs/client';
import { PredictionError } from '#libs/prediction';
import { isTemporary } from './temporary-fault.js';

const systemError = (code: string) => Object.assign(new Error('write'), { code });
const transportFault = (kind: TransportFault) => new ClientError('failed', { kind });
const answer = (status: number) => new ClientError('refused', { kind: `http-${status}`, status });

describe('A temporary fault', () => {
  it.each<[string, unknown]>([
    ['a full disk', systemError('ENOSPC')],
    ['a limit of the size of a file', systemError('EFBIG')],
    ['a file system of the network that failed', systemError('ESTALE')],
    ['a file system of the network whose server is down', systemError('EHOSTDOWN')],
    ['a file system of the network that is not connected', systemError('ENOTCONN')],
    ['a file system of the network that does not answer', systemError('ETIMEDOUT')],
    ['a service that does not answer', transportFault('timed-out')],
    ['a service that cannot be reached', transportFault('connection-failed')],
    ['a service with too much work', answer(429)],
    ['a service that starts', answer(503)],
    ['a model process that ended', new PredictionError('model-unavailable', 'ended')],
    ['an error with such a cause', new Error('advice', { cause: systemError('ENOSPC') })],
  ])('is %s', (_, error) => {
    expect(isTemporary(error)).toBe(true);
  });

  it.each<[string, unknown]>([
    ['a wrong argument', new Error('--shard must be')],
    ['a missing file', systemError('ENOENT')],
    ['a refused key', answer(401)],
    ['a refused text', answer(422)],
    ['an answer that no service gives', new ClientError('no JSON', { kind: 'broken-answer' })],
    ['a redirection', transportFault('redirected')],
    ['no error', undefined],
  ])('is not %s', (_, error) => {
    expect(isTemporary(error)).toBe(false);
  });
});
