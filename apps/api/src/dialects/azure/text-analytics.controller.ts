import { Controller, HttpCode, HttpStatus, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { AnalysisResult } from '#libs/analysis';
import { RequestCacheDirectives } from '#libs/caching';
import type { CacheDirectives } from '#libs/prediction';
import { TakesApiKeyFrom } from '#libs/security';
import { AnswersInDialect } from '../../dialect-route/answers-in-dialect.decorator.js';
import type { DialectResult } from '../../dialect-route/dialect-result.js';
import { AZURE } from './azure-dialect.js';
import { AzureRequestHandler } from './azure-request-handler.js';
import { ApiTextAnalytics } from './azure.openapi.js';
import { SUBSCRIPTION_KEY } from './subscription-key.js';
import { readTextAnalyticsRequest } from './text-analytics-request.js';

/** `POST /text/analytics/{version}/sentiment`: Text Analytics 3.0 and 3.1. */
@ApiTags(AZURE.name)
@Controller('text/analytics')
@TakesApiKeyFrom(SUBSCRIPTION_KEY)
@AnswersInDialect(AZURE)
export class TextAnalyticsController {
  constructor(private readonly handler: AzureRequestHandler) {}

  /** @throws as AzureRequestHandler does */
  @Post('v3.1/sentiment')
  @HttpCode(HttpStatus.OK)
  @ApiTextAnalytics('azureTextAnalytics31')
  analyze(
    @RequestCacheDirectives() cache: CacheDirectives | undefined,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DialectResult<AnalysisResult>> {
    return this.handler.answer(readTextAnalyticsRequest, { request, response, cache });
  }

  /** @throws as AzureRequestHandler does */
  @Post('v3.0/sentiment')
  @HttpCode(HttpStatus.OK)
  @ApiTextAnalytics('azureTextAnalytics30')
  analyze30(
    @RequestCacheDirectives() cache: CacheDirectives | undefined,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DialectResult<AnalysisResult>> {
    return this.analyze(cache, request, response);
  }
}
