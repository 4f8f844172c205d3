import { Controller, HttpCode, HttpStatus, Inject, Post, UseInterceptors } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { TextClassifier, type Classification } from '#libs/classification';
import { ApiProblem } from '../errors/api-problem.decorator.js';
import { Texts } from './request-texts.js';
import { SentimentHttpInterceptor } from './sentiment-http.interceptor.js';
import { SentimentRequest } from './sentiment-request.dto.js';
import { SentimentResponse } from './sentiment-response.dto.js';

@ApiTags('sentiment')
@Controller('predict')
@UseInterceptors(SentimentHttpInterceptor)
export class PredictController {
  constructor(@Inject(TextClassifier) private readonly classifier: TextClassifier) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ operationId: 'predict', summary: 'The sentiment of each text' })
  @ApiBody({ type: SentimentRequest })
  @ApiOkResponse({
    type: SentimentResponse,
    description: 'A list of labels with scores for each text.',
    headers: { 'X-Model': { description: 'Name and digest of the model that answered.', schema: { type: 'string' } } },
  })
  @ApiProblem('malformed-body', 'Not JSON, not UTF-8, or nested past 64 levels.')
  @ApiProblem('body-too-large', 'Longer than MAX_BODY_BYTES.')
  @ApiProblem('unsupported-media-type', 'A Content-Type other than JSON, another charset, or a compressed body.')
  @ApiProblem('invalid-request', '"text" is no list of 1 to MAX_TEXTS strings.')
  @ApiProblem('text-failed', 'The model has no finite answer for a text; the pointers say which.')
  @ApiProblem('model-loading', 'The model is loading, or its process is being replaced.')
  predict(@Texts() texts: readonly string[]): Promise<Classification[]> {
    return this.classifier.classify(texts);
  }
}
