import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import {
  ApiDialectErrors,
  PREDICTION_ERRORS,
  type ErrorDescriptions,
} from '../../dialect-route/dialect-errors.openapi.js';
import { DIALECT_HEADERS } from '../../dialect-route/dialect-headers.openapi.js';
import {
  GoogleError,
  GoogleSentimentRequestV1,
  GoogleSentimentRequestV2,
  GoogleSentimentResponseV1,
  GoogleSentimentResponseV2,
} from './google.dto.js';
import type { GoogleVersion } from './google-version.js';

const TYPES = {
  v1: { request: GoogleSentimentRequestV1, response: GoogleSentimentResponseV1 },
  v2: { request: GoogleSentimentRequestV2, response: GoogleSentimentResponseV2 },
};
const NO_SENTIMENT: ErrorDescriptions = { 404: 'The labels of the model are not those of a sentiment.' };

/** The OpenAPI description of `analyzeSentiment`. */
export function ApiGoogleSentiment(version: GoogleVersion): MethodDecorator {
  const { request, response } = TYPES[version];
  return applyDecorators(
    ApiOperation({
      operationId: `googleAnalyzeSentiment${version.toUpperCase()}`,
      summary: `Analyzes a document, in the format of Google Cloud Natural Language ${version}`,
      description:
        'The API key can also be in the header `x-goog-api-key`, or in the parameter `key` of the URL. Proxies log URLs: use the header.',
    }),
    ApiBody({ type: request }),
    ApiOkResponse({
      type: response,
      description: 'The sentiment of the document and of its sentences.',
      headers: DIALECT_HEADERS,
    }),
    ApiDialectErrors(GoogleError, PREDICTION_ERRORS, NO_SENTIMENT),
  );
}
