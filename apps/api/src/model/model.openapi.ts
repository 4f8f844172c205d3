import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiProblem } from '../http/errors/api-problem.decorator.js';
import { ModelInformation } from './model-information.dto.js';

/** The OpenAPI description of `GET /model`. */
export function ApiModel(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: 'model', summary: 'Which model answers' }),
    ApiOkResponse({ type: ModelInformation, description: 'The model that answers.' }),
    ApiProblem('unauthorized', 'No API key, or one that is not known; where the service asks for one.'),
    ApiProblem('rate-limited', 'This client has sent too much; `Retry-After` says when to come again.'),
    ApiProblem('model-loading', 'The model is still loading.'),
  );
}
