import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import {
  ACCESS_ERRORS,
  ApiDialectErrors,
  INFORMATION_ERRORS,
  UNKNOWN_MODEL,
} from '../../dialect-route/dialect-errors.openapi.js';
import { InferenceError } from './inference-error.dto.js';
import { ModelIndexEntry, ModelMetadata, ModelNames, ServerMetadata } from './metadata.dto.js';
import { ApiModelPath } from './model-path.openapi.js';

/** The OpenAPI description of `GET /v2`. */
export function ApiServerMetadata(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'openInferenceServer',
      summary: 'Describes the service, in the Open Inference Protocol',
    }),
    ApiOkResponse({ type: ServerMetadata, description: 'Name, version and extensions of the service.' }),
    ApiDialectErrors(InferenceError, ACCESS_ERRORS),
  );
}

/** The OpenAPI description of `GET /v2/models`. */
export function ApiModelNames(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'openInferenceModels',
      summary: 'Lists the names of the model, in the format of KServe V2',
    }),
    ApiOkResponse({ type: ModelNames, description: 'The names of the model. The service has one model.' }),
    ApiDialectErrors(InferenceError, INFORMATION_ERRORS),
  );
}

/** The OpenAPI description of `POST /v2/repository/index`. */
export function ApiModelIndex(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'openInferenceIndex',
      summary: 'Lists the names of the model and its state, in the format of Triton',
      description: 'The service ignores the body of the request.',
    }),
    ApiOkResponse({ type: [ModelIndexEntry], description: 'One entry for each name of the model.' }),
    ApiDialectErrors(InferenceError, INFORMATION_ERRORS),
  );
}

/** The OpenAPI description of a path that describes the model. */
export function ApiModelMetadata({ hasVersion }: { readonly hasVersion: boolean }): MethodDecorator {
  return applyDecorators(
    ApiModelPath(hasVersion),
    ApiOperation({
      operationId: hasVersion ? 'openInferenceModelVersion' : 'openInferenceModel',
      summary: 'Describes the tensors of the model, in the Open Inference Protocol',
    }),
    ApiOkResponse({ type: ModelMetadata, description: 'The input and the outputs of the model.' }),
    ApiDialectErrors(InferenceError, INFORMATION_ERRORS, UNKNOWN_MODEL),
  );
}
