import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { map, type Observable } from 'rxjs';
import { getRequestContext } from '#libs/observability';
import { type Classification, type ClassifyContext, modelTag, setClassifyRequest, Classifier } from '#libs/prediction';
import { Settings } from '../config/settings.js';
import { disconnectSignal } from './disconnect-signal.js';
import { readJsonBody } from './json-body.js';
import { requestTimeoutMs } from './request-timeout.js';
import { toSentimentRequest } from './sentiment-request.dto.js';
import { toServerTiming } from './server-timing.js';
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
    private readonly classifier: Classifier,
  ) {}

  async intercept(
    context: ExecutionContext,
    next: CallHandler<Classification[]>,
  ): Promise<Observable<SentimentResponse>> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const timeoutMs = requestTimeoutMs(request, this.settings.REQUEST_TIMEOUT_MS);
    const body = await readJsonBody(request, this.settings.MAX_BODY_BYTES);
    const { text } = toSentimentRequest(body, this.settings.MAX_TEXTS);
    const record = getRequestContext(request);
    record.texts = text.length;
    const call: ClassifyContext = {
      timeoutMs,
      signal: disconnectSignal(response),
      onTimings: (phases) => {
        record.recordTimings(phases);
        // The connection may have had its last answer meanwhile.
        if (!response.headersSent) response.setHeader('Server-Timing', toServerTiming(phases));
      },
    };
    setClassifyRequest(request, { texts: text, call, onLookup: (lookup) => record.recordLookup(lookup) });
    return next.handle().pipe(
      map((classifications) => {
        const { model } = this.classifier;
        response.setHeader('X-Model', modelTag(model));
        const answer = toSentimentResponse(classifications, model);
        record.answers = answer.predictions.flatMap(([first]) => first ?? []);
        record.truncatedTexts = answer.truncated?.length ?? 0;
        return answer;
      }),
    );
  }
}
