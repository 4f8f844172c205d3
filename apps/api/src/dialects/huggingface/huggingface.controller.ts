import { Controller, HttpCode, HttpStatus, Post, Req, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { RequestCacheDirectives } from '#libs/caching';
import { Classifier, type CacheDirectives } from '#libs/prediction';
import { AnswersInDialect } from '../../dialect-route/answers-in-dialect.decorator.js';
import { DialectRequestReader } from '../../dialect-route/dialect-request-reader.js';
import type { DialectResult } from '../../dialect-route/dialect-result.js';
import { HUGGING_FACE } from './huggingface-dialect.js';
import { ApiHuggingFace } from './huggingface.openapi.js';

/** `POST /models/{owner}/{name}`: the path of the inference API of Hugging Face. The service answers with its own model. */
@ApiTags('huggingface')
@Controller('models')
@AnswersInDialect(HUGGING_FACE)
export class HuggingFaceController {
  constructor(
    private readonly reader: DialectRequestReader,
    private readonly classifier: Classifier,
  ) {}

  @Post(':owner/:name')
  @HttpCode(HttpStatus.OK)
  @ApiHuggingFace('classifyByModel')
  @ApiParam({
    name: 'owner',
    schema: { type: 'string' },
    description: 'Any name: the service answers with its own model.',
  })
  @ApiParam({ name: 'name', schema: { type: 'string' }, description: 'Any name.' })
  async classify(
    @RequestCacheDirectives() cache: CacheDirectives | undefined,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DialectResult> {
    const read = await this.reader.read([HUGGING_FACE], { request, response, cache });
    return { ...read, ...(await this.classifier.classify(read.request.texts, read.context)) };
  }
}
