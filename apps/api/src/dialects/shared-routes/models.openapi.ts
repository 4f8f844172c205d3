import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiDialectErrors, INFORMATION_ERRORS } from '../../dialect-route/dialect-errors.openapi.js';
import { VllmError } from '../vllm/vllm.dto.js';
import { ServedModelList } from './models.dto.js';

/** The OpenAPI description of `GET /v1/models`. */
export function ApiModelList(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'servedModels',
      summary: 'Lists the names of the model, in the formats of KServe V1 and of OpenAI',
      description: 'If the setting DIALECTS is without `vllm`, errors have the format of KServe: `{"error":"..."}`.',
    }),
    ApiOkResponse({ type: ServedModelList, description: 'The names of the model. The service has one model.' }),
    ApiDialectErrors(VllmError, INFORMATION_ERRORS),
  );
}
