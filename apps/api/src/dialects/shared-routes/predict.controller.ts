import {
  Controller,
  HttpCode,
  HttpStatus,
  Post,
  Req,
  Res,
  UseFilters,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { PredictionCacheInterceptor, RequestCacheDirectives } from '#libs/caching';
import { Classifier, type CacheDirectives } from '#libs/prediction';
import { Settings } from '../../config/settings.js';
import type { Dialect } from '../../dialect-route/dialect.js';
import { DialectErrorFilter } from '../../dialect-route/dialect-error.filter.js';
import { DialectResponseInterceptor } from '../../dialect-route/dialect-response.interceptor.js';
import { DialectRequestReader, type DialectResult } from '../../dialect-route/dialect-request-reader.js';
import { AdmissionGuard } from '../../prediction-route/admission.guard.js';
import { ApiPredict } from '../../predict/predict.openapi.js';
import { SENTIMENT } from '../../predict/sentiment-dialect.js';
import { TEI } from '../tei/tei-dialect.js';

/** `POST /predict`: the format of this service, and that of text-embeddings-inference. */
@ApiTags('sentiment')
@Controller('predict')
@UseGuards(AdmissionGuard)
@UseInterceptors(DialectResponseInterceptor, PredictionCacheInterceptor)
@UseFilters(new DialectErrorFilter([SENTIMENT, TEI]))
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
