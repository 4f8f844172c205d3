import { Controller, HttpCode, HttpStatus, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { RequestCacheDirectives } from '#libs/caching';
import { Classifier, type CacheDirectives } from '#libs/prediction';
import { IdentifiesClient } from '#libs/security';
import { AnswersInDialect } from '../../dialect-route/answers-in-dialect.decorator.js';
import { DialectRequestReader, type RouteCall } from '../../dialect-route/dialect-request-reader.js';
import type { DialectResult } from '../../dialect-route/dialect-result.js';
import type { DialectRequest } from '../../dialect-route/dialect.js';
import { hasSentimentLabels } from '../../dialect-route/sentiment-vector.js';
import { getRequestContext } from '../../http/request-context.js';
import { AWS_VERSION } from '../../prediction-route/media-type.js';
import { readBatchDetectSentiment } from './batch-detect-sentiment.js';
import { ComprehendBodyReader } from './comprehend-body-reader.js';
import { COMPREHEND } from './comprehend-dialect.js';
import { ComprehendError } from './comprehend-error.js';
import { readDetectSentiment } from './detect-sentiment.js';
import { checkLanguageCode } from './language-code.js';
import { readOperation } from './operation.js';

/**
 * `POST /` with `X-Amz-Target`: Amazon Comprehend. RootController documents the route, because OpenAPI has one operation a path. It stands
 * in the module of the shared routes, before RootController.
 */
@ApiExcludeController()
@Controller({ version: AWS_VERSION })
@IdentifiesClient()
@AnswersInDialect(COMPREHEND)
export class ComprehendController {
  constructor(
    private readonly bodyReader: ComprehendBodyReader,
    private readonly reader: DialectRequestReader,
    private readonly classifier: Classifier,
  ) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  async detect(
    @RequestCacheDirectives() cache: CacheDirectives | undefined,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DialectResult> {
    const { requestId } = getRequestContext(response);
    // The clients show it with their errors and answers.
    response.setHeader('x-amzn-RequestId', requestId);
    const call: RouteCall = { request, response, cache };
    const read = this.reader.complete(COMPREHEND, await this.read(call), call);
    return { ...read, ...(await this.classifier.classify(read.request.texts, read.context)) };
  }

  /**
   * @throws ComprehendError, and as ComprehendBodyReader does
   */
  private async read({ request, response }: RouteCall): Promise<DialectRequest> {
    const body = await this.bodyReader.read(request, response);
    const operation = readOperation(request.get('X-Amz-Target'));
    if (typeof body !== 'object' || body === null || Array.isArray(body)) {
      throw new ComprehendError('SerializationException', 'The body must be an object.');
    }
    const context = this.reader.getContext();
    if (context.model && !hasSentimentLabels(context.model)) {
      throw new ComprehendError(
        'UnknownOperationException',
        'The labels of the model are not those of a sentiment: positive, negative and neutral.',
        'not-found',
      );
    }
    checkLanguageCode(body, context.model);
    return operation === 'DetectSentiment'
      ? readDetectSentiment(body, context)
      : readBatchDetectSentiment(body, context);
  }
}
