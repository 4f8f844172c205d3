import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiDialectErrors, PREDICTION_ERRORS } from '../../dialect-route/dialect-errors.openapi.js';
import { DIALECT_HEADERS } from '../../dialect-route/dialect-headers.openapi.js';
import { VllmClassificationRequest, VllmClassificationResponse, VllmError } from './vllm.dto.js';

/** The OpenAPI description of a classification in the format of vLLM. */
export function ApiVllmClassify(operationId: string): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId, summary: 'Classifies texts, in the format of vLLM' }),
    ApiBody({ type: VllmClassificationRequest }),
    ApiOkResponse({
      type: VllmClassificationResponse,
      description: 'The probabilities of each text, in the order of the labels of the model.',
      headers: DIALECT_HEADERS,
    }),
    ApiDialectErrors(VllmError, PREDICTION_ERRORS),
  );
}
