import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiProblem } from '../http/errors/api-problem.decorator.js';
import { ModelInformation } from './model-information.dto.js';

/** The OpenAPI description of `GET /model`. */
export function ApiModel(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: 'model', summary: 'Describes the model that answers' }),
    ApiOkResponse({ type: ModelInformation, description: 'The model that answers.' }),
    ApiProblem('unauthorized', 'The service requires an API key, and the request has no valid API key.'),
    ApiProblem(
      'rate-limited',
      'The client has sent too many requests. `Retry-After` is the number of seconds to wait before the next attempt.',
    ),
    ApiProblem('model-loading', 'The model is still loading.'),
  );
}
