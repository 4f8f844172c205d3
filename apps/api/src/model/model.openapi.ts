import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiProblem } from '../http/errors/api-problem.decorator.js';
import { ModelInformation } from './model-information.dto.js';

/** The OpenAPI description of `GET /model`. */
export function ApiModel(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: 'model', summary: 'Describes the model that answers' }),
    ApiOkResponse({ type: ModelInformation, description: 'The model that answers.' }),
    ApiProblem('unauthorized', 'The service asks for an API key, and the request has no valid one.'),
    ApiProblem('rate-limited', 'This client has sent too many requests. `Retry-After` tells when to try again.'),
    ApiProblem('model-loading', 'The model is still loading.'),
  );
}
