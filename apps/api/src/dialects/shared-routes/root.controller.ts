import { Controller, HttpCode, HttpStatus, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { RequestCacheDirectives } from '#libs/caching';
import { Classifier, type CacheDirectives } from '#libs/prediction';
import { AnswersInDialect } from '../../dialect-route/answers-in-dialect.decorator.js';
import { DialectRequestReader } from '../../dialect-route/dialect-request-reader.js';
import type { DialectResult } from '../../dialect-route/dialect-result.js';
import { HUGGING_FACE } from '../huggingface/huggingface-dialect.js';
import { ApiHuggingFace } from '../huggingface/huggingface.openapi.js';

/** `POST /`: the format of Hugging Face. ComprehendController takes the requests of AWS clients before. */
@ApiTags('huggingface')
@Controller()
@AnswersInDialect(HUGGING_FACE)
export class RootController {
  constructor(
    private readonly reader: DialectRequestReader,
    private readonly classifier: Classifier,
  ) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  @ApiHuggingFace(
    'classifyAtRoot',
    'A request with the header `X-Amz-Target` is one of Amazon Comprehend, if the setting DIALECTS has `comprehend`.',
  )
  async classify(
    @RequestCacheDirectives() cache: CacheDirectives | undefined,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DialectResult> {
    const read = await this.reader.read([HUGGING_FACE], { request, response, cache });
    return { ...read, ...(await this.classifier.classify(read.request.texts, read.context)) };
  }
}
