import { Controller, HttpCode, HttpStatus, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { AnalysisResult } from '#libs/analysis';
import { RequestCacheDirectives } from '#libs/caching';
import type { CacheDirectives } from '#libs/prediction';
import { AnswersInDialect } from '../../dialect-route/answers-in-dialect.decorator.js';
import { DialectRequestReader, type RouteCall } from '../../dialect-route/dialect-request-reader.js';
import type { DialectResult } from '../../dialect-route/dialect-result.js';
import { hasSentimentLabels, NO_SENTIMENT_LABELS } from '../../dialect-route/sentiment-vector.js';
import { DocumentRequestRunner } from '../../document-route/document-request-runner.js';
import { RequestError } from '../../http/errors/request-error.js';
import { JsonBodyReader } from '../../prediction-route/json-body-reader.js';
import { checkQuery } from './check-query.js';
import { GOOGLE } from './google-dialect.js';
import type { GoogleVersion } from './google-version.js';
import { ApiGoogleSentiment } from './google.openapi.js';
import { readSentimentRequest } from './sentiment-request.js';
import { TakesGoogleKey } from './takes-google-key.decorator.js';
import { toContentError } from './to-content-error.js';
import { toSentimentAnswer } from './to-sentiment-answer.js';

/** `POST /v1/documents:analyzeSentiment` and `/v2/...` of Google Cloud Natural Language. */
@ApiTags(GOOGLE.name)
@Controller()
@TakesGoogleKey()
@AnswersInDialect(GOOGLE)
export class GoogleSentimentController {
  constructor(
    private readonly bodyReader: JsonBodyReader,
    private readonly reader: DialectRequestReader,
    private readonly runner: DocumentRequestRunner,
  ) {}

  @Post('v1/documents\\:analyzeSentiment')
  @HttpCode(HttpStatus.OK)
  @ApiGoogleSentiment('v1')
  analyzeV1(
    @RequestCacheDirectives() cache: CacheDirectives | undefined,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DialectResult<AnalysisResult>> {
    return this.answer('v1', { request, response, cache });
  }

  @Post('v2/documents\\:analyzeSentiment')
  @HttpCode(HttpStatus.OK)
  @ApiGoogleSentiment('v2')
  analyzeV2(
    @RequestCacheDirectives() cache: CacheDirectives | undefined,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DialectResult<AnalysisResult>> {
    return this.answer('v2', { request, response, cache });
  }

  /** Some clients and proxies encode the colon. Express matches paths before it decodes them. */
  @Post(['v1/documents%3AanalyzeSentiment', 'v1/documents%3aanalyzeSentiment'])
  @HttpCode(HttpStatus.OK)
  @ApiExcludeEndpoint()
  analyzeEncodedV1(
    @RequestCacheDirectives() cache: CacheDirectives | undefined,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DialectResult<AnalysisResult>> {
    return this.answer('v1', { request, response, cache });
  }

  @Post(['v2/documents%3AanalyzeSentiment', 'v2/documents%3aanalyzeSentiment'])
  @HttpCode(HttpStatus.OK)
  @ApiExcludeEndpoint()
  analyzeEncodedV2(
    @RequestCacheDirectives() cache: CacheDirectives | undefined,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DialectResult<AnalysisResult>> {
    return this.answer('v2', { request, response, cache });
  }

  /**
   * @throws RequestError `invalid-request`, `unsupported-language`; `not-found` when the labels of the model are not a sentiment; and as
   *   JsonBodyReader does
   * @throws PredictionError as JsonBodyReader and DocumentRequestRunner do
   */
  private async answer(version: GoogleVersion, call: RouteCall): Promise<DialectResult<AnalysisResult>> {
    checkQuery(call.request.query);
    const body = await this.bodyReader.read(call.request);
    const context = this.reader.getContext();
    if (context.model && !hasSentimentLabels(context.model)) {
      throw new RequestError('not-found', NO_SENTIMENT_LABELS);
    }
    const read = readSentimentRequest(body, version, context);
    const documents = [{ text: read.content, language: read.language }];
    const render = (result: AnalysisResult) => toSentimentAnswer(read, version, result);
    return this.runner.run(GOOGLE, { documents, render }, call).catch((error: unknown) => {
      throw toContentError(error);
    });
  }
}
