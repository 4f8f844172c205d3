import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiOperation, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { Sentiment } from '../../predict/sentiment-response.dto.js';
import { DIALECT_HEADERS } from '../../dialect-route/dialect-headers.openapi.js';
import { HuggingFaceErrorDto, HuggingFaceRequest } from './huggingface.dto.js';

const ERRORS: Readonly<Record<number, string>> = {
  400: 'The body is not JSON in UTF-8.',
  401: 'The API key is missing or unknown.',
  413: 'The body is larger than MAX_BODY_BYTES.',
  415: 'The Content-Type is not JSON, or the body is compressed.',
  422: 'The body is not of this format, or a text crashed model processes.',
  429: 'The service has too much to do, its model is loading, or the client exceeded its rate. `Retry-After` is the number of seconds to wait.',
  500: 'The model or the service failed.',
  504: 'The service had no answer in time.',
};

/** The OpenAPI description of a route in the format of Hugging Face. */
export function ApiHuggingFace(operationId: string): MethodDecorator {
  return applyDecorators(
    ApiTags('huggingface'),
    ApiExtraModels(Sentiment, HuggingFaceErrorDto),
    ApiOperation({ operationId, summary: 'Classifies texts, in the format of the inference API of Hugging Face' }),
    ApiBody({ type: HuggingFaceRequest }),
    ApiResponse({
      status: 200,
      description: 'One list of labels for each text, also for one text, with the highest score first.',
      headers: DIALECT_HEADERS,
      schema: { type: 'array', items: { type: 'array', items: { $ref: getSchemaPath(Sentiment) } } },
    }),
    ...Object.entries(ERRORS).map(([status, description]) =>
      ApiResponse({ status: Number(status), description, type: HuggingFaceErrorDto }),
    ),
  );
}
