import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import {
  ApiDialectErrors,
  INFORMATION_ERRORS,
  PREDICTION_ERRORS,
  UNKNOWN_MODEL,
} from '../../dialect-route/dialect-errors.openapi.js';
import { DIALECT_HEADERS } from '../../dialect-route/dialect-headers.openapi.js';
import { InferenceError } from '../open-inference/inference-error.dto.js';
import { KServeModelStatus, KServePredictRequest, KServePredictResponse } from './kserve.dto.js';

const ApiModelName = () =>
  ApiParam({
    name: 'name',
    description: 'Name of the model that the service serves (GET /model), or `sentiment`.',
    schema: { type: 'string' },
    example: 'sentiment',
  });

/** The OpenAPI description of `GET /v1/models/{name}`. */
export function ApiKServeModel(): MethodDecorator {
  return applyDecorators(
    ApiModelName(),
    ApiOperation({
      operationId: 'kserveModel',
      summary: 'Tells whether the model can answer, in the format of KServe V1',
    }),
    ApiOkResponse({ type: KServeModelStatus, description: 'The model can answer.' }),
    ApiDialectErrors(InferenceError, INFORMATION_ERRORS, UNKNOWN_MODEL),
  );
}

/** The OpenAPI description of `POST /v1/models/{name}:predict`. */
export function ApiKServePredict(): MethodDecorator {
  return applyDecorators(
    ApiModelName(),
    ApiOperation({ operationId: 'kservePredict', summary: 'Classifies texts, in the format of KServe V1' }),
    ApiBody({ type: KServePredictRequest }),
    ApiOkResponse({
      type: KServePredictResponse,
      description: 'One list of labels with scores for each instance, in the order of the request.',
      headers: DIALECT_HEADERS,
    }),
    ApiDialectErrors(InferenceError, PREDICTION_ERRORS, UNKNOWN_MODEL),
  );
}
