import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiProblem } from '../http/errors/api-problem.decorator.js';
import { SentimentRequest } from './sentiment-request.dto.js';
import { SentimentResponse } from './sentiment-response.dto.js';

/** The OpenAPI description of `POST /predict`. */
export function ApiPredict(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: 'predict', summary: 'The sentiment of each text' }),
    ApiBody({ type: SentimentRequest }),
    ApiOkResponse({
      type: SentimentResponse,
      description: 'A list of labels with scores for each text.',
      headers: {
        'X-Model': { description: 'Name and digest of the model that answered.', schema: { type: 'string' } },
        'Cache-Status': {
          description:
            'Whether the texts were known (RFC 9211); `detail` counts them. Absent when the cache is off, and where the ' +
            'service asks for API keys (unless its setting CACHE_STATUS is `always`).',
          schema: { type: 'string' },
          example: 'sentiment; fwd=partial; detail="hits=9 misses=1"',
        },
        'Server-Timing': {
          description:
            'Tokenizing, queue and run, in milliseconds. Absent when all texts were known, and where the service asks for ' +
            'API keys (as Cache-Status).',
          schema: { type: 'string' },
        },
      },
    }),
    ApiHeader({
      name: 'Cache-Control',
      required: false,
      description: '`no-cache` asks the model whatever is known; `no-store` leaves nothing in the cache.',
      schema: { type: 'string' },
    }),
    ApiHeader({
      name: 'X-Request-Timeout-Ms',
      required: false,
      description: 'Shortens the time for the answer; past it, 504.',
      schema: { type: 'integer', minimum: 1 },
    }),
    ApiProblem(
      'malformed-body',
      'Not JSON, not UTF-8, nested past 64 levels, more than MAX_TEXTS + 10,000 arrays, objects and keys, or a header that is no number.',
    ),
    ApiProblem('unauthorized', 'No API key, or one that is not known; where the service asks for one.'),
    ApiProblem('body-too-large', 'Longer than MAX_BODY_BYTES.'),
    ApiProblem('unsupported-media-type', 'A Content-Type other than JSON, another charset, or a compressed body.'),
    ApiProblem('invalid-request', '"text" is no list of 1 to MAX_TEXTS strings, or holds a text that is refused.', {
      faults: [{ pointer: '/text/2', detail: 'must be a string' }],
    }),
    ApiProblem(
      'overloaded',
      'More work waits than can be done in time, or this client has sent too much; `Retry-After` says when to come again.',
      {
        estimatedWaitMs: 12_400,
      },
    ),
    ApiProblem('text-failed', 'The model has no finite answer for a text; the pointers say which.', {
      faults: [{ pointer: '/text/0', detail: 'The model has no finite answer for this text.' }],
    }),
    ApiProblem('model-loading', 'The model is loading, or its processes are being replaced.'),
    ApiProblem('deadline-exceeded', 'No answer within REQUEST_TIMEOUT_MS, or X-Request-Timeout-Ms if that is less.'),
  );
}
