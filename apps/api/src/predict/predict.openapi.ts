import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiProblem } from '../http/errors/api-problem.decorator.js';
import { STREAM_DESCRIPTION } from '../line-stream/line-stream.openapi.js';
import { ApiPredictionRoute, RESULT_HEADERS } from '../prediction-route/prediction-route.openapi.js';
import { SentimentRequest } from './sentiment-request.dto.js';
import { SentimentResponse } from './sentiment-response.dto.js';

const OTHER_422 = [
  {
    kind: 'text-refused',
    message: 'The service has no answer for 1 of 2 texts.',
    faults: [{ pointer: '/text/0', detail: 'Model processes crashed on this text.' }],
  },
] as const;
const OTHER_500 = [
  {
    kind: 'internal',
    message:
      'The service failed unexpectedly. Its log has a line with this request id and the location of the error in the code.',
  },
] as const;

const TEI_DESCRIPTION =
  'A body with `inputs` instead of `text` is one of text-embeddings-inference, and is answered in its format, unless the setting DIALECTS ' +
  'is without `tei`.';

/** The OpenAPI description of `POST /predict`. */
export function ApiPredict(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'predict',
      summary: 'Classifies the sentiment of each text',
      description: `${STREAM_DESCRIPTION}\n\n${TEI_DESCRIPTION}`,
    }),
    ApiBody({ type: SentimentRequest }),
    ApiOkResponse({
      type: SentimentResponse,
      description: 'One list of labels with scores for each text, in the order of the request.',
      headers: RESULT_HEADERS,
    }),
    ApiPredictionRoute(),
    ApiProblem(
      'invalid-request',
      '`invalid-request`: `text` is not a list of 1 to MAX_TEXTS strings, `neutral` is not a boolean, or `neutral` is true and ' +
        'the model has no neutral label. `text-refused`: a text of the request crashed model processes.',
      {
        detail: '/text/2 must be a string.',
        faults: [{ pointer: '/text/2', detail: 'must be a string' }],
        otherProblems: OTHER_422,
      },
    ),
    ApiProblem(
      'text-failed',
      '`text-failed`: the model failed to score one or more texts. `errors` points to each such text, and the answer has no ' +
        'predictions, not even of the other texts. `internal`: the service failed unexpectedly.',
      {
        detail: 'The service has no answer for 1 of 2 texts.',
        faults: [{ pointer: '/text/0', detail: 'The model has no finite answer for this text.' }],
        otherProblems: OTHER_500,
      },
    ),
  );
}
