import { applyDecorators } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiServiceUnavailableResponse,
  getSchemaPath,
} from '@nestjs/swagger';
import { ApiDialectErrors, UNKNOWN_MODEL } from '../../dialect-route/dialect-errors.openapi.js';
import { ModelReadiness, ServerHealth } from './health.dto.js';
import { InferenceError } from './inference-error.dto.js';
import { ApiModelPath } from './model-path.openapi.js';

const SUMMARIES = {
  live: 'Tells whether the service works (200) or needs a restart (503)',
  ready: 'Tells whether the service can answer requests for predictions now (200) or not (503)',
};
const OPERATION_IDS = { live: 'openInferenceLive', ready: 'openInferenceReady' };

/** The OpenAPI description of a probe of the service. */
export function ApiServerHealth(probe: 'live' | 'ready'): MethodDecorator {
  const unavailable = { live: probe === 'ready', ready: false };
  return applyDecorators(
    ApiOperation({ operationId: OPERATION_IDS[probe], summary: `${SUMMARIES[probe]}, in the Open Inference Protocol` }),
    ApiOkResponse({
      type: ServerHealth,
      description: 'The answer is yes. The body has the state of both probes.',
      example: { live: true, ready: true },
    }),
    ApiServiceUnavailableResponse({
      type: ServerHealth,
      description: 'The answer is no. The body has the state of both probes.',
      example: unavailable,
    }),
  );
}

/** The OpenAPI description of a probe of the model. */
export function ApiModelReadiness({ hasVersion }: { readonly hasVersion: boolean }): MethodDecorator {
  return applyDecorators(
    ApiModelPath(hasVersion),
    ApiExtraModels(ModelReadiness, InferenceError),
    ApiOperation({
      operationId: hasVersion ? 'openInferenceModelVersionReady' : 'openInferenceModelReady',
      summary: 'Tells whether the model can answer now (200) or not (503), in the Open Inference Protocol',
    }),
    ApiOkResponse({ type: ModelReadiness, description: 'The model can answer.' }),
    ApiDialectErrors(InferenceError, UNKNOWN_MODEL),
    ApiResponse({
      status: 503,
      description:
        'The service is replacing the processes of the model. While the model is loading, the body is an error instead.',
      schema: { oneOf: [{ $ref: getSchemaPath(ModelReadiness) }, { $ref: getSchemaPath(InferenceError) }] },
    }),
  );
}
