import { BadRequestException } from '@nestjs/common';
import { decode } from 'cborg';
import { describe, expect, it } from 'vitest';
import { overloadedError, PredictionError } from '#libs/prediction';
import { RequestError } from '../../http/errors/request-error.js';
import { SignatureError } from '../../security/aws-signature/signature-error.js';
import { ComprehendError } from './comprehend-error.js';
import { renderCborError } from './render-cbor-error.js';
import { renderJsonError } from './render-json-error.js';

const DEADLINE = new PredictionError('deadline-exceeded', 'The answer is too late.');
const LOADING = new PredictionError('model-loading', 'The model is loading.', { retryAfterSeconds: 1 });

describe('An error of Comprehend', () => {
  it.each([
    [new ComprehendError('UnsupportedLanguageException', 'No.'), 400, 'UnsupportedLanguageException'],
    [new ComprehendError('UnknownOperationException', 'No.', 'not-found'), 400, 'UnknownOperationException'],
    [new RequestError('malformed-body', 'No.'), 400, 'SerializationException'],
    [new RequestError('invalid-request', 'No.'), 400, 'InvalidRequestException'],
    [new RequestError('text-refused', 'No.'), 400, 'InvalidRequestException'],
    [new RequestError('text-failed', 'No.'), 500, 'InternalServerException'],
    [new RequestError('body-too-large', 'No.'), 413, 'InvalidRequestException'],
    [new RequestError('unsupported-media-type', 'No.'), 415, 'InvalidRequestException'],
    [new RequestError('rate-limited', 'No.', { retryAfterSeconds: 3 }), 429, 'ThrottlingException'],
    [overloadedError(100), 429, 'ThrottlingException'],
    [LOADING, 503, 'InternalServerException'],
    [DEADLINE, 504, 'InternalServerException'],
    [new SignatureError('missing', 'No.'), 403, 'MissingAuthenticationTokenException'],
    [new SignatureError('incomplete', 'No.'), 403, 'IncompleteSignatureException'],
    [new SignatureError('unknown-id', 'No.'), 403, 'UnrecognizedClientException'],
    [new SignatureError('mismatch', 'No.'), 403, 'InvalidSignatureException'],
  ])('%s is %i %s', (error, status, type) => {
    const answer = renderJsonError(error, 'id-1');
    expect(answer).toMatchObject({ status, mediaType: 'application/x-amz-json-1.1' });
    expect(JSON.parse(answer.body)).toEqual({ __type: type, Message: error.message });
    expect(answer.headers).toMatchObject({ 'x-amzn-ErrorType': type, 'x-amzn-RequestId': 'id-1' });
    const inCbor = renderCborError(error, 'id-1');
    expect(inCbor).toMatchObject({ status, mediaType: 'application/cbor' });
    expect(decode(inCbor.body)).toEqual({ __type: `com.amazonaws.comprehend#${type}`, message: error.message });
    expect(inCbor.headers).toEqual({ ...answer.headers, 'smithy-protocol': 'rpc-v2-cbor' });
  });

  it('does not quote an exception of Nest', () => {
    const { status, body } = renderJsonError(new BadRequestException('quoted'), 'id-1');
    expect([status, JSON.parse(body)]).toEqual([400, { __type: 'InvalidRequestException', Message: 'Bad Request' }]);
  });

  it('says in milliseconds when to try again', () => {
    const { headers } = renderJsonError(new RequestError('rate-limited', 'No.', { retryAfterSeconds: 3 }), 'id-1');
    expect(headers).toMatchObject({ 'x-amz-retry-after': '3000' });
    expect(renderJsonError(DEADLINE, 'id-1').headers).not.toHaveProperty('x-amz-retry-after');
  });
});
