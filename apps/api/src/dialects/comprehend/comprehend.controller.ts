import { Controller, HttpCode, HttpStatus, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { RequestCacheDirectives } from '#libs/caching';
import { Classifier, type CacheDirectives } from '#libs/prediction';
import { IdentifiesClient } from '#libs/security';
import { AnswersInDialect } from '../../dialect-route/answers-in-dialect.decorator.js';
import type { DialectResult } from '../../dialect-route/dialect-result.js';
import { AWS_VERSION } from '../../prediction-route/media-type.js';
import { ComprehendRequestReader } from './comprehend-request-reader.js';
import { JSON_PROTOCOL } from './json-protocol.js';

/**
 * `POST /` with `X-Amz-Target`: Amazon Comprehend. RootController documents the route, because OpenAPI has one operation a path. It stands
 * in the module of the shared routes, before RootController.
 */
@ApiExcludeController()
@Controller({ version: AWS_VERSION })
@IdentifiesClient()
@AnswersInDialect(JSON_PROTOCOL.dialect)
export class ComprehendController {
  constructor(
    private readonly reader: ComprehendRequestReader,
    private readonly classifier: Classifier,
  ) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  async detect(
    @RequestCacheDirectives() cache: CacheDirectives | undefined,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DialectResult> {
    const read = await this.reader.read(JSON_PROTOCOL, request.get('X-Amz-Target'), { request, response, cache });
    return { ...read, ...(await this.classifier.classify(read.request.texts, read.context)) };
  }
}
