import { BadRequestException } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { overloadedError } from '#libs/prediction';
import { PROBLEM_TABLE } from '../../http/errors/problem-table.js';
import { RequestError, type ErrorKind } from '../../http/errors/request-error.js';
import { renderVllmError } from './render-error.js';

const KINDS = Object.keys(PROBLEM_TABLE) as ErrorKind[];

function render(kind: ErrorKind, pointer?: string) {
  const faults = pointer === undefined ? [] : [{ pointer, detail: 'must be a string' }];
  const { status, mediaType, body } = renderVllmError(new RequestError(kind as never, 'A sentence.', { faults }), 'id');
  return { status, mediaType, error: (JSON.parse(body) as { error: Record<string, unknown> }).error };
}

describe('Error of vLLM', () => {
  it.each(KINDS)('has the sentence of the error, and its status as the code: %s', (kind) => {
    const { status, mediaType, error } = render(kind);
    expect(mediaType).toBe('application/json');
    expect(error).toEqual({
      message: 'A sentence.',
      type: expect.stringMatching(/Error$/) as string,
      param: null,
      code: status,
    });
  });

  it.each([
    ['invalid-request', 400, 'BadRequestError'],
    ['text-refused', 400, 'BadRequestError'],
    ['unauthorized', 401, 'AuthenticationError'],
    ['body-too-large', 413, 'BadRequestError'],
    ['rate-limited', 429, 'RateLimitError'],
    ['text-failed', 500, 'InternalServerError'],
    ['unsupported-transfer-coding', 501, 'InternalServerError'],
    ['model-loading', 503, 'ServiceUnavailableError'],
    ['deadline-exceeded', 504, 'TimeoutError'],
  ] as const)('has for %s the status %i and the type %s', (kind, status, type) => {
    expect(render(kind)).toMatchObject({ status, error: { type } });
  });

  it.each([
    ['/input', 'input'],
    ['/input/3', 'input'],
    ['', null],
  ])('names the parameter with the fault: %j is in %j', (pointer, parameter) => {
    expect(render('invalid-request', pointer).error.param).toBe(parameter);
  });

  it('has the status of an error of the classifier', () => {
    expect(renderVllmError(overloadedError(1), 'id').status).toBe(429);
  });

  it('quotes no exception of Nest, which may quote the request', () => {
    const { status, body } = renderVllmError(new BadRequestException('a secret'), 'id');
    expect([status, JSON.parse(body)]).toMatchObject([400, { error: { message: 'Bad Request' } }]);
  });
});
