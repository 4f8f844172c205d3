import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { map, type Observable } from 'rxjs';
import { modelTag, TextClassifier, type Classification } from '#libs/classification';
import { Settings } from '../settings.js';
import { readJsonBody } from './json-body.js';
import { setRequestTexts } from './request-texts.js';
import { toSentimentRequest } from './sentiment-request.dto.js';
import { toSentimentResponse, type SentimentResponse } from './sentiment-response.dto.js';

/**
 * The HTTP side of a prediction, outermost: a body becomes texts before anything else sees the request, and the
 * texts' outcomes become the response after everything else. An interceptor and not a pipe, because Nest runs
 * interceptors before pipes and a cache must only see valid texts.
 */
@Injectable()
export class SentimentHttpInterceptor implements NestInterceptor<Classification[], SentimentResponse> {
  constructor(
    private readonly settings: Settings,
    private readonly classifier: TextClassifier,
  ) {}

  async intercept(
    context: ExecutionContext,
    next: CallHandler<Classification[]>,
  ): Promise<Observable<SentimentResponse>> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const body = await readJsonBody(request, this.settings.MAX_BODY_BYTES);
    setRequestTexts(request, toSentimentRequest(body, this.settings.MAX_TEXTS).text);
    return next.handle().pipe(
      map((classifications) => {
        const { model } = this.classifier;
        http.getResponse<Response>().setHeader('X-Model', modelTag(model));
        return toSentimentResponse(classifications, model.labels);
      }),
    );
  }
}
