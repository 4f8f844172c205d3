import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { map, type Observable } from 'rxjs';
import { getScoredLabels, type ClassificationResult } from '#libs/prediction';
import { Settings } from '../config/settings.js';
import { getRequestContext } from '../http/request-context.js';
import { writeResultHeaders } from '../prediction-route/write-result-headers.js';
import { toSentimentResponse, type SentimentResponse } from './sentiment-response.dto.js';

/** The result of a classification, and what its request asks of the answer. */
export interface PredictResult extends ClassificationResult {
  /** Whether the answer has the neutral label too. */
  readonly neutral: boolean;
}

/** Turns the result of a classification into the response, its headers, and the facts for telemetry. The outermost step. */
@Injectable()
export class SentimentResponseInterceptor implements NestInterceptor<PredictResult, SentimentResponse> {
  constructor(private readonly settings: Settings) {}

  intercept(context: ExecutionContext, next: CallHandler<PredictResult>): Observable<SentimentResponse> {
    const response = context.switchToHttp().getResponse<Response>();
    return next.handle().pipe(map((result) => toResponse(result, response, this.settings.showsCacheStatus)));
  }
}

/** @throws RequestError `text-failed`, `text-refused` */
function toResponse(result: PredictResult, response: Response, showsTimings: boolean): SentimentResponse {
  const { outcomes, model, neutral } = result;
  writeResultHeaders(result, response, showsTimings);
  const answer = toSentimentResponse(outcomes, getScoredLabels(model, neutral));
  const requestContext = getRequestContext(response);
  requestContext.answers = answer.predictions.flatMap(([first]) => first ?? []);
  requestContext.truncatedTexts = answer.truncated?.length ?? 0;
  return answer;
}
