import { Controller, Post, Req, Res, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { RequestContext } from '#libs/observability';
import { PredictionCacheInterceptor, RequestCacheDirectives } from '#libs/caching';
import { Classifier, LoadedModel, type CacheDirectives, type ClassifyContext } from '#libs/prediction';
import { getRequestContext } from '../http/request-context.js';
import { LineStreams, type StreamEnded } from '../line-stream/line-streams.js';
import type { LineValue } from '../line-stream/line-value.js';
import { AdmissionGuard } from '../prediction-route/admission.guard.js';
import { NDJSON_VERSION } from '../prediction-route/media-type.js';
import { toLinePrediction, toLineRequest, type LinePrediction } from './predict-line.js';

/** `POST /predict` for a stream of lines. PredictController documents it, because OpenAPI has one operation a path. */
@ApiExcludeController()
@Controller({ path: 'predict', version: NDJSON_VERSION })
@UseGuards(AdmissionGuard)
@UseInterceptors(PredictionCacheInterceptor)
export class PredictStreamController {
  constructor(
    private readonly streams: LineStreams,
    private readonly classifier: Classifier,
    private readonly loadedModel: LoadedModel,
  ) {}

  @Post()
  predict(
    @RequestCacheDirectives() cache: CacheDirectives | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<StreamEnded> {
    const requestContext = getRequestContext(response);
    return this.streams.answer(request, response, {
      cache,
      answer: (value, context) => this.answerLine(value, context, requestContext),
    });
  }

  private async answerLine(
    value: LineValue,
    context: ClassifyContext,
    requestContext: RequestContext,
  ): Promise<LinePrediction> {
    const { text: texts, neutral } = toLineRequest(value, this.loadedModel.model);
    const { outcomes, model, timings, lookup } = await this.classifier.classify(texts, context);
    const answer = toLinePrediction(outcomes[0], model, neutral);
    requestContext.recordLine({
      texts: 1,
      documents: undefined,
      answers: answer.predictions.slice(0, 1),
      truncatedTexts: answer.truncated ? 1 : 0,
      timings,
      lookup,
    });
    return answer;
  }
}
