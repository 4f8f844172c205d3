import { Controller, HttpCode, HttpStatus, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { RequestCacheDirectives } from '#libs/caching';
import { Classifier, type CacheDirectives } from '#libs/prediction';
import { IdentifiesClient } from '#libs/security';
import { AnswersInDialect } from '../../dialect-route/answers-in-dialect.decorator.js';
import type { DialectResult } from '../../dialect-route/dialect-result.js';
import { CBOR_PROTOCOL } from './cbor-protocol.js';
import { ComprehendRequestReader } from './comprehend-request-reader.js';
import { SERVICE } from './operation.js';
import { PROTOCOL_HEADERS } from './render-cbor-error.js';

/** Amazon Comprehend for the SDK for Java. OpenAPI has no schema for bodies of CBOR, so its document is without this route. */
@ApiExcludeController()
@Controller(`service/${SERVICE}/operation`)
@IdentifiesClient()
@AnswersInDialect(CBOR_PROTOCOL.dialect)
export class ComprehendCborController {
  constructor(
    private readonly reader: ComprehendRequestReader,
    private readonly classifier: Classifier,
  ) {}

  @Post(':operation')
  @HttpCode(HttpStatus.OK)
  async detect(
    @RequestCacheDirectives() cache: CacheDirectives | undefined,
    @Param('operation') operation: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DialectResult> {
    for (const [name, value] of Object.entries(PROTOCOL_HEADERS)) response.setHeader(name, value);
    const read = await this.reader.read(CBOR_PROTOCOL, `${SERVICE}.${operation}`, { request, response, cache });
    return { ...read, ...(await this.classifier.classify(read.request.texts, read.context)) };
  }
}
