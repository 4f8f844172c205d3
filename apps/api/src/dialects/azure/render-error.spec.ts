import { NotAcceptableException } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { PredictionError } from '#libs/prediction';
import { RequestError } from '../../http/errors/request-error.js';
import { AzureError } from './azure-error.js';
import { renderAzureError } from './render-error.js';

const render = (error: Parameters<typeof renderAzureError>[0]) => {
  const { status, mediaType, body } = renderAzureError(error, 'id-1');
  return { status, mediaType, body: JSON.parse(body) as unknown };
};

describe('Errors of Azure', () => {
  it('have an inner error with the fault of the request', () => {
    expect(render(new AzureError('MissingInputDocuments', 'No documents.'))).toEqual({
      status: 400,
      mediaType: 'application/json',
      body: {
        error: {
          code: 'InvalidRequest',
          message: 'No documents.',
          innererror: { code: 'MissingInputDocuments', message: 'No documents.' },
        },
      },
    });
  });

  it.each([
    [new RequestError('malformed-body', 'm'), 400, 'InvalidRequest', 'InvalidRequestBodyFormat'],
    [new RequestError('malformed-header', 'm'), 400, 'InvalidRequest', 'InvalidParameterValue'],
    [new RequestError('invalid-request', 'm'), 400, 'InvalidRequest', 'InvalidDocumentBatch'],
    [new RequestError('not-found', 'm'), 404, 'NotFound', undefined],
    [new RequestError('body-too-large', 'm'), 413, 'InvalidRequest', undefined],
    [new RequestError('unsupported-media-type', 'm'), 415, 'InvalidRequest', undefined],
    [new RequestError('rate-limited', 'm'), 429, 'TooManyRequests', undefined],
    [new PredictionError('overloaded', 'm'), 429, 'TooManyRequests', undefined],
    [new RequestError('internal', 'm'), 500, 'InternalServerError', undefined],
    [new PredictionError('model-loading', 'm'), 503, 'ServiceUnavailable', undefined],
    [new PredictionError('deadline-exceeded', 'm'), 504, 'Timeout', undefined],
  ])('have the status and the codes of Azure: %s', (error, status, code, inner) => {
    const innererror = inner && { code: inner, message: 'm' };
    expect(render(error)).toMatchObject({
      status,
      body: { error: { code, message: 'm', ...(innererror && { innererror }) } },
    });
  });

  it('name the header of the key', () => {
    expect(render(new RequestError('unauthorized', 'm'))).toMatchObject({
      status: 401,
      body: { error: { code: '401', message: expect.stringContaining('Ocp-Apim-Subscription-Key') as string } },
    });
  });

  it('do not quote an exception of Nest', () => {
    expect(render(new NotAcceptableException('quoted'))).toMatchObject({
      status: 406,
      body: { error: { code: 'InvalidRequest', message: 'Not Acceptable' } },
    });
  });
});
