import { applyDecorators } from '@nestjs/common';
import { ApiHeader, type ApiResponseOptions } from '@nestjs/swagger';
import { ApiProblem } from '../http/errors/api-problem.decorator.js';
import { ApiKeyRequired } from '../security/api-key.openapi.js';

const OTHER_400 = [
  { kind: 'malformed-header', message: 'X-Request-Timeout-Ms must be a whole number of milliseconds, at least 1.' },
] as const;
const OTHER_429 = [{ kind: 'rate-limited', message: 'A client may send at most 100 requests in 60 s.' }] as const;
const OTHER_503 = [
  { kind: 'model-unavailable', message: 'No model process answers. The service is replacing the processes.' },
] as const;

/** The headers of an answer with predictions. */
export const RESULT_HEADERS = {
  'X-Model': {
    description: 'Name of the model that answered, and the beginning of its digest (GET /model).',
    schema: { type: 'string' },
    example: 'minilm-l6-sentiment@1f0a2b3c4d5e',
  },
  'Cache-Status': {
    description:
      'Whether the cache held the texts (RFC 9211). `detail` counts hits and misses. Absent if the cache is off, or if ' +
      'the setting CACHE_STATUS hides it: by default, a service with API keys does not send it.',
    schema: { type: 'string' },
    example: 'sentiment; fwd=partial; detail="hits=9 misses=1"',
  },
  'Server-Timing': {
    description:
      'Times in milliseconds: tokenization, wait in the queue, and run of the model. Absent if the cache held all ' +
      'texts, or if the setting CACHE_STATUS hides it.',
    schema: { type: 'string' },
    example: 'tokenize;dur=0.12, queue;dur=1.30, run;dur=2.05',
  },
} satisfies ApiResponseOptions['headers'];

/** The request headers and problems that every route for predictions has. */
export function ApiPredictionRoute(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'Cache-Control',
      required: false,
      description:
        '`no-cache`: the service does not read the cache, but stores the predictions. `no-store`: the service reads the cache, ' +
        'but does not store the predictions. Both may be set.',
      schema: { type: 'string' },
    }),
    ApiHeader({
      name: 'X-Request-Timeout-Ms',
      required: false,
      description:
        'Longest time for the answer, in milliseconds. The service answers 504 after this time, or after REQUEST_TIMEOUT_MS ' +
        'if that is shorter.',
      schema: { type: 'integer', minimum: 1 },
    }),
    ApiProblem(
      'malformed-body',
      '`malformed-body`: the body is not JSON in UTF-8, is nested more than 64 levels deep, or has more than ' +
        '10,000 arrays, objects and keys besides those of its texts. `malformed-header`: X-Request-Timeout-Ms is not a whole number of at least 1.',
      { detail: 'The body is not valid JSON.', otherProblems: OTHER_400 },
    ),
    ApiKeyRequired(),
    ApiProblem('body-too-large', 'The body is larger than MAX_BODY_BYTES.', {
      detail: 'The body is larger than 2097152 bytes (setting MAX_BODY_BYTES).',
    }),
    ApiProblem(
      'unsupported-media-type',
      'The Content-Type is not JSON, the charset is not UTF-8, or the body is compressed.',
      { detail: 'Content-Type must be application/json.' },
    ),
    ApiProblem(
      'overloaded',
      '`overloaded`: the service has more work than it can do in time. `rate-limited`: the client exceeded ' +
        'RATE_LIMIT_REQUESTS. `Retry-After` is the number of seconds to wait before the next attempt.',
      {
        detail: 'The service has more work than it can do in time. Try again later.',
        estimatedWaitMs: 12_400,
        otherProblems: OTHER_429,
      },
    ),
    ApiProblem(
      'model-loading',
      '`model-loading`: the model is still loading. `model-unavailable`: no model process answers, and the service is replacing ' +
        'the processes.',
      { detail: 'The model is still loading: its processes are starting.', otherProblems: OTHER_503 },
    ),
    ApiProblem(
      'deadline-exceeded',
      'The service had no answer within REQUEST_TIMEOUT_MS, or within X-Request-Timeout-Ms if that is shorter.',
      { detail: 'The service had no answer within 10000 ms.' },
    ),
  );
}
