import { describe, expect, it } from 'vitest';
import { toServiceProblem } from './service-problem.js';

describe('Service problem', () => {
  it('has the sentence, the kind, the places and the wait of the service', () => {
    const body = JSON.stringify({
      type: 'urn:sentiment:problem:invalid-request',
      detail: '/text is missing.',
      errors: [{ pointer: '/text', detail: 'is missing' }],
    });
    expect(toServiceProblem(422, body, '3')).toMatchObject({
      message: '/text is missing.',
      status: 422,
      kind: 'invalid-request',
      pointers: ['/text'],
      retryAfterMs: 3_000,
    });
  });

  it('does not tell the user of headers if the service asks for an API key', () => {
    const body = JSON.stringify({ type: 'urn:sentiment:problem:unauthorized', detail: 'Send X-API-Key.' });
    expect(toServiceProblem(401, body, null).message).toBe('The service asks for an API key.');
  });

  it.each(['<html>Bad gateway</html>', '', 'null', '{"errors":[null,{}]}'])(
    'has a sentence of its own for an answer of a gateway: %j',
    (body) => {
      expect(toServiceProblem(502, body, null)).toMatchObject({
        message: 'The service answers with the HTTP status 502.',
        kind: 'unknown',
        pointers: [],
        retryAfterMs: undefined,
      });
    },
  );
});
