import { applyDecorators, type Type } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiQuery } from '@nestjs/swagger';
import { ApiDialectErrors, PREDICTION_ERRORS } from '../../dialect-route/dialect-errors.openapi.js';
import { DIALECT_HEADERS } from '../../dialect-route/dialect-headers.openapi.js';
import { API_VERSIONS } from './api-version.js';
import {
  AzureAnalyzeTextRequest,
  AzureAnalyzeTextResponse,
  AzureErrorBody,
  AzureResults,
  AzureTextAnalyticsRequest,
} from './azure.dto.js';

const KEY = 'The API key may stand in the header `Ocp-Apim-Subscription-Key`.';

const ApiShowStats = () =>
  ApiQuery({
    name: 'showStats',
    required: false,
    description: 'Whether the answer counts documents and characters. Default: `false`.',
    schema: { type: 'boolean' },
  });

/** The OpenAPI description of the sentiment analysis of Azure AI Language. */
export function ApiAnalyzeText(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'azureAnalyzeText',
      summary: 'Finds the sentiment of documents and sentences, in the format of Azure AI Language',
      description: KEY,
    }),
    ApiQuery({
      name: 'api-version',
      description: 'Version of the API.',
      schema: { type: 'string', enum: [...API_VERSIONS] },
    }),
    ApiShowStats(),
    ApiBody({ type: AzureAnalyzeTextRequest }),
    ApiResults(AzureAnalyzeTextResponse),
  );
}

/** The OpenAPI description of the sentiment analysis of Text Analytics. */
export function ApiTextAnalytics(operationId: string): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId,
      summary: 'Finds the sentiment of documents and sentences, in the format of Text Analytics',
      description: KEY,
    }),
    ApiShowStats(),
    ApiQuery({
      name: 'stringIndexType',
      required: false,
      description: 'Unit of offsets and lengths. Default: `TextElements_v8`, characters as readers see them.',
      schema: { type: 'string', enum: ['TextElements_v8', 'UnicodeCodePoint', 'Utf16CodeUnit'] },
    }),
    ApiQuery({
      name: 'opinionMining',
      required: false,
      description: 'Must be `false`.',
      schema: { type: 'boolean', enum: [false] },
    }),
    ApiBody({ type: AzureTextAnalyticsRequest }),
    ApiResults(AzureResults),
  );
}

function ApiResults(type: Type): MethodDecorator {
  return applyDecorators(
    ApiOkResponse({
      type,
      description: 'Answers, and errors of documents without an answer.',
      headers: DIALECT_HEADERS,
    }),
    ApiDialectErrors(AzureErrorBody, PREDICTION_ERRORS),
  );
}
