import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiOperation, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { ACCESS_ERRORS, ApiDialectErrors, type ErrorDescriptions } from '../../dialect-route/dialect-errors.openapi.js';
import { DIALECT_HEADERS } from '../../dialect-route/dialect-headers.openapi.js';
import { HuggingFaceErrorDto, HuggingFaceLabel, HuggingFaceRequest } from './huggingface.dto.js';

/** Errors of a request for predictions. Never 503: see `renderHuggingFaceError`. */
const ERRORS: ErrorDescriptions = {
  ...ACCESS_ERRORS,
  400: 'The body is not JSON in UTF-8, or X-Request-Timeout-Ms is not a whole number of at least 1.',
  413: 'The body is larger than MAX_BODY_BYTES.',
  415: 'The Content-Type is not JSON, or the body is compressed.',
  422: 'The body is not of this format, or a text of the request crashed model processes.',
  429: 'The service has more work than it can do in time, its model is loading, or the client exceeded RATE_LIMIT_REQUESTS.',
  500: 'The model failed to score a text, or the service failed.',
  504: 'The service had no answer within REQUEST_TIMEOUT_MS, or within X-Request-Timeout-Ms if that is shorter.',
};

/**
 * The OpenAPI description of a route in the format of Hugging Face.
 *
 * @param description of the route, besides what all routes of the format have in common
 */
export function ApiHuggingFace(operationId: string, description = ''): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(HuggingFaceLabel, HuggingFaceErrorDto),
    ApiOperation({
      operationId,
      summary: 'Classifies texts, in the format of the inference API of Hugging Face',
      description,
    }),
    ApiBody({ type: HuggingFaceRequest }),
    ApiResponse({
      status: 200,
      description: 'One list of labels for each text, also for one text, with the highest score first.',
      headers: DIALECT_HEADERS,
      schema: { type: 'array', items: { type: 'array', items: { $ref: getSchemaPath(HuggingFaceLabel) } } },
    }),
    ApiDialectErrors(HuggingFaceErrorDto, ERRORS),
  );
}
