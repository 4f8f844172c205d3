import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiProblem } from '../http/errors/api-problem.decorator.js';
import { ApiKeyRequired } from '../security/api-key.openapi.js';
import { ModelInformation } from './model-information.dto.js';

/** The OpenAPI description of `GET /model`. */
export function ApiModel(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: 'model', summary: 'Describes the model that answers' }),
    ApiOkResponse({ type: ModelInformation, description: 'The model that answers.' }),
    ApiKeyRequired(),
    ApiProblem(
      'rate-limited',
      'The client has sent too many requests. `Retry-After` is the number of seconds to wait before the next attempt.',
      { detail: 'A client may send at most 100 requests in 60 s.' },
    ),
    ApiProblem('model-loading', 'The model is loading.', {
      detail: 'The model is still loading: its processes are starting.',
    }),
  );
}
