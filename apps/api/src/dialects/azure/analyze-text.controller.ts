import { Controller, HttpCode, HttpStatus, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { AnalysisResult } from '#libs/analysis';
import { RequestCacheDirectives } from '#libs/caching';
import type { CacheDirectives } from '#libs/prediction';
import { TakesApiKeyFrom } from '#libs/security';
import { AnswersInDialect } from '../../dialect-route/answers-in-dialect.decorator.js';
import type { DialectResult } from '../../dialect-route/dialect-result.js';
import { readAnalyzeTextRequest } from './analyze-text-request.js';
import { AzureRequestHandler } from './azure-request-handler.js';
import { ApiAnalyzeText } from './azure.openapi.js';
import { AZURE } from './azure-dialect.js';
import { SUBSCRIPTION_KEY } from './subscription-key.js';

/** `POST /language/:analyze-text`: Azure AI Language. The colon is a part of the path. */
@ApiTags(AZURE.name)
@Controller('language')
@TakesApiKeyFrom(SUBSCRIPTION_KEY)
@AnswersInDialect(AZURE)
export class AnalyzeTextController {
  constructor(private readonly handler: AzureRequestHandler) {}

  /** @throws as AzureRequestHandler does */
  @Post('\\:analyze-text')
  @HttpCode(HttpStatus.OK)
  @ApiAnalyzeText()
  analyze(
    @RequestCacheDirectives() cache: CacheDirectives | undefined,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DialectResult<AnalysisResult>> {
    return this.handler.answer(readAnalyzeTextRequest, { request, response, cache });
  }

  /** Some clients and proxies encode the colon. Express matches paths before it decodes them. */
  @Post(['%3Aanalyze-text', '%3aanalyze-text'])
  @HttpCode(HttpStatus.OK)
  @ApiExcludeEndpoint()
  analyzeEncoded(
    @RequestCacheDirectives() cache: CacheDirectives | undefined,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DialectResult<AnalysisResult>> {
    return this.analyze(cache, request, response);
  }
}
