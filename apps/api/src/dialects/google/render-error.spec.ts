import { BadRequestException } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { overloadedError, PredictionError } from '#libs/prediction';
import { RequestError } from '../../http/errors/request-error.js';
import { renderGoogleError } from './render-error.js';

describe('An error of Google', () => {
  it.each([
    [new RequestError('malformed-body', 'No.'), 400, 'INVALID_ARGUMENT'],
    [new RequestError('invalid-request', 'No.'), 400, 'INVALID_ARGUMENT'],
    [new RequestError('text-refused', 'No.'), 400, 'INVALID_ARGUMENT'],
    [new RequestError('unsupported-language', 'No.'), 400, 'INVALID_ARGUMENT'],
    [new RequestError('not-found', 'No.'), 404, 'NOT_FOUND'],
    [new RequestError('body-too-large', 'No.'), 413, 'INVALID_ARGUMENT'],
    [new RequestError('unsupported-media-type', 'No.'), 415, 'INVALID_ARGUMENT'],
    [new RequestError('rate-limited', 'No.'), 429, 'RESOURCE_EXHAUSTED'],
    [overloadedError(100), 429, 'RESOURCE_EXHAUSTED'],
    [new RequestError('text-failed', 'No.'), 500, 'INTERNAL'],
    [new PredictionError('model-loading', 'No.'), 503, 'UNAVAILABLE'],
    [new PredictionError('deadline-exceeded', 'No.'), 504, 'DEADLINE_EXCEEDED'],
  ])('has the code of %s: %i %s', (error, status, name) => {
    const answer = renderGoogleError(error, 'id-1');
    expect(answer).toMatchObject({ status, mediaType: 'application/json' });
    expect(JSON.parse(answer.body)).toEqual({ error: { code: status, message: error.message, status: name } });
  });

  it('says where a key belongs', () => {
    const answer = renderGoogleError(new RequestError('unauthorized', 'No.'), 'id-1');
    expect(JSON.parse(answer.body)).toEqual({
      error: {
        code: 401,
        message: expect.stringContaining('x-goog-api-key') as string,
        status: 'UNAUTHENTICATED',
      },
    });
  });

  it('does not quote an exception of Nest', () => {
    const answer = renderGoogleError(new BadRequestException('secret'), 'id-1');
    expect(JSON.parse(answer.body)).toEqual({
      error: { code: 400, message: 'Bad Request', status: 'INVALID_ARGUMENT' },
    });
  });
});
