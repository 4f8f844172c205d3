import { Controller, HttpCode, HttpStatus, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { RequestCacheDirectives } from '#libs/caching';
import { Classifier, type CacheDirectives } from '#libs/prediction';
import { Settings } from '../../config/settings.js';
import type { Dialect } from '../../dialect-route/dialect.js';
import { AnswersInDialect } from '../../dialect-route/answers-in-dialect.decorator.js';
import { DialectRequestReader } from '../../dialect-route/dialect-request-reader.js';
import type { DialectResult } from '../../dialect-route/dialect-result.js';
import { ApiPredict } from '../../predict/predict.openapi.js';
import { SENTIMENT } from '../../predict/sentiment-dialect.js';
import { TEI } from '../tei/tei-dialect.js';

/** `POST /predict`: the format of this service, and that of text-embeddings-inference. */
@ApiTags('sentiment')
@Controller('predict')
@AnswersInDialect(SENTIMENT, TEI)
export class PredictController {
  private readonly dialects: readonly Dialect[];

  constructor(
    private readonly reader: DialectRequestReader,
    private readonly classifier: Classifier,
    { dialects }: Settings,
  ) {
    this.dialects = dialects.includes('tei') ? [SENTIMENT, TEI] : [SENTIMENT];
  }

  @Post()
  @HttpCode(HttpStatus.OK)
  @ApiPredict()
  async predict(
    @RequestCacheDirectives() cache: CacheDirectives | undefined,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DialectResult> {
    const read = await this.reader.read(this.dialects, { request, response, cache });
    return { ...read, ...(await this.classifier.classify(read.request.texts, read.context)) };
  }
}
