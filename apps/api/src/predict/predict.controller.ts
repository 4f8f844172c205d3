import { Controller, HttpCode, HttpStatus, Post, Req, Res, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { PredictionCacheInterceptor, RequestCacheDirectives } from '#libs/caching';
import { Classifier, type CacheDirectives } from '#libs/prediction';
import { Settings } from '../config/settings.js';
import { HttpRequest } from '../http/http-request.decorator.js';
import { getRequestContext } from '../http/request-context.js';
import { getClientId } from '../security/client-id.js';
import { AdmissionGuard } from '../prediction-route/admission.guard.js';
import { HttpClassifyContext } from '../prediction-route/http-classify-context.js';
import { getDeadlineMs } from '../prediction-route/request-timeout.js';
import { ApiPredict } from './predict.openapi.js';
import type { SentimentRequest } from './sentiment-request.dto.js';
import { SentimentRequestPipe } from './sentiment-request.pipe.js';
import { SentimentResponseInterceptor, type PredictResult } from './sentiment-response.interceptor.js';

@ApiTags('sentiment')
@Controller('predict')
@UseGuards(AdmissionGuard)
@UseInterceptors(SentimentResponseInterceptor, PredictionCacheInterceptor)
export class PredictController {
  constructor(
    private readonly classifier: Classifier,
    private readonly settings: Settings,
  ) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  @ApiPredict()
  async predict(
    @HttpRequest(SentimentRequestPipe) { text: texts, neutral }: SentimentRequest,
    @RequestCacheDirectives() cache: CacheDirectives | undefined,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<PredictResult> {
    getRequestContext(response).texts = texts.length;
    const client = getClientId(request, response);
    const deadlineMs = getDeadlineMs(request, response, this.settings.REQUEST_TIMEOUT_MS);
    const context = new HttpClassifyContext({ client, deadlineMs, cache }, response);
    return { ...(await this.classifier.classify(texts, context)), neutral };
  }
}
