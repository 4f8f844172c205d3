import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiProblem } from '../http/errors/api-problem.decorator.js';
import { STREAM_DESCRIPTION } from '../line-stream/line-stream.openapi.js';
import { ApiPredictionRoute, RESULT_HEADERS } from '../prediction-route/prediction-route.openapi.js';
import { AnalysisRequest } from './analysis-request.dto.js';
import { AnalysisResponse } from './analysis-response.dto.js';

const EXAMPLE = {
  documents: [{ id: 'review-1', text: 'The room was lovely. The staff ignored us all week.' }],
};

/** The OpenAPI description of `POST /analyze`. */
export function ApiAnalyze(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'analyze',
      summary: 'Analyzes documents: sentiment, sentences, evidence, words and language',
      description: STREAM_DESCRIPTION,
    }),
    ApiBody({ type: AnalysisRequest, examples: { sentences: { summary: 'A document', value: EXAMPLE } } }),
    ApiOkResponse({
      type: AnalysisResponse,
      description: 'Each document of the request is in `documents` or in `errors`.',
      headers: RESULT_HEADERS,
    }),
    ApiPredictionRoute(),
    ApiProblem(
      'invalid-request',
      'A property is missing or has a wrong type, two documents have the same `id`, the documents have more than 2,000 sentences in ' +
        'all, `explain` is true and there are more than 10 documents or a document with more than 64 words or 4,096 UTF-16 units, or the model has no labels ' +
        'POSITIVE and NEGATIVE.',
      {
        detail: '/documents/1/text is missing.',
        faults: [{ pointer: '/documents/1/text', detail: 'is missing' }],
      },
    ),
  );
}
