import { ClientError, type ClientErrorFacts } from '#libs/client';
import { describe, expect, it } from 'vitest';
import { toServiceProblem } from './service-problem.js';

const translate = (facts: ClientErrorFacts) => toServiceProblem(new ClientError('the call failed', facts));

describe('Service problem', () => {
  it('has the sentence, the kind, the places and the wait of the service', () => {
    const problem = translate({
      kind: 'invalid-request',
      status: 422,
      detail: '/text is missing.',
      errors: [{ pointer: '/text', detail: 'is missing' }],
      retryAfterMs: 3_000,
    });
    expect(problem).toMatchObject({
      message: '/text is missing.',
      status: 422,
      kind: 'invalid-request',
      pointers: ['/text'],
      retryAfterMs: 3_000,
    });
  });

  it('does not tell the user of headers if the service asks for an API key', () => {
    const { message } = translate({ kind: 'unauthorized', status: 401, detail: 'Send X-API-Key.' });
    expect(message).toBe('The service asks for an API key.');
  });

  it('has a sentence of its own for an answer of a gateway', () => {
    expect(translate({ kind: 'http-502', status: 502 })).toMatchObject({
      message: 'The service answers with the HTTP status 502.',
      kind: 'unknown',
      pointers: [],
      retryAfterMs: undefined,
    });
  });

  it.each([
    ['connection-failed', 'unreachable', 'The service does not answer. Check the connection.'],
    ['timed-out', 'unreachable', 'The service does not answer. Check the connection.'],
    ['broken-answer', 'unreachable', 'The service does not answer. Check the connection.'],
    ['redirected', 'redirected', 'The service answers with a redirection. Reload the page.'],
  ])('has the status 0 without an answer: %s', (kind, expectedKind, message) => {
    expect(translate({ kind })).toMatchObject({ status: 0, kind: expectedKind, message });
  });
});
