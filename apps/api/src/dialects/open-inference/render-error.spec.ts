import { BadRequestException } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { overloadedError, PredictionError } from '#libs/prediction';
import { PROBLEM_TABLE } from '../../http/errors/problem-table.js';
import { RequestError, type ErrorKind, type RequestErrorOptions } from '../../http/errors/request-error.js';
import { renderInferenceError } from './render-error.js';

const KINDS = Object.keys(PROBLEM_TABLE) as ErrorKind[];
const render = (kind: ErrorKind, options?: RequestErrorOptions) =>
  renderInferenceError(new RequestError(kind as never, 'A sentence.', options), 'id-1');

describe('Error of the Open Inference Protocol', () => {
  it.each(KINDS)('is the sentence of the error, and its media type has no charset: %s', (kind) => {
    const { mediaType, body } = render(kind);
    expect([mediaType, body]).toEqual(['application/json', '{"error":"A sentence."}']);
  });

  it.each([
    ['invalid-request', 400],
    ['text-refused', 400],
    ['malformed-body', 400],
    ['malformed-header', 400],
    ['unauthorized', 401],
    ['not-found', 404],
    ['body-too-large', 413],
    ['unsupported-media-type', 415],
    ['rate-limited', 429],
    ['text-failed', 500],
    ['internal', 500],
    ['model-loading', 503],
    ['model-unavailable', 503],
  ] as const)('has for %s the status %i', (kind, status) => {
    expect(render(kind).status).toBe(status);
  });

  it('has the status of an error of the classifier', () => {
    expect(renderInferenceError(overloadedError(1), 'id-1').status).toBe(429);
    expect(renderInferenceError(new PredictionError('deadline-exceeded', 'Late.'), 'id-1').status).toBe(504);
  });

  it.each(['text-failed', 'text-refused'] as const)('names the first text without an answer: %s', (kind) => {
    const faults = [1, 2].map((index) => ({ pointer: `/inputs/0/data/${index}`, detail: 'There is no answer.' }));
    expect(JSON.parse(render(kind, { faults }).body)).toEqual({
      error: 'A sentence. /inputs/0/data/1: There is no answer.',
    });
  });

  it('quotes no exception of Nest, which may quote the request', () => {
    const { status, body } = renderInferenceError(new BadRequestException('a secret'), 'id-1');
    expect([status, JSON.parse(body)]).toEqual([400, { error: 'Bad Request' }]);
  });
});
