import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { map, type Observable } from 'rxjs';
import type { AnalysisResult } from '#libs/analysis';
import { Settings } from '../config/settings.js';
import { getRequestContext } from '../http/request-context.js';
import { writeResultHeaders } from '../prediction-route/write-result-headers.js';
import type { AnalysisRequest } from './analysis-request.dto.js';
import type { AnalysisResponse } from './analysis-response.dto.js';
import { toAnalysisResponse } from './to-analysis-response.js';

/** The result of an analysis, and the request that decides its form. */
export interface AnalyzeResult extends AnalysisResult {
  readonly request: AnalysisRequest;
}

/** Turns the result of an analysis into the response, its headers, and the facts for telemetry. The outermost step. */
@Injectable()
export class AnalysisResponseInterceptor implements NestInterceptor<AnalyzeResult, AnalysisResponse> {
  constructor(private readonly settings: Settings) {}

  intercept(context: ExecutionContext, next: CallHandler<AnalyzeResult>): Observable<AnalysisResponse> {
    const response = context.switchToHttp().getResponse<Response>();
    return next.handle().pipe(map((result) => toResponse(result, response, this.settings.showsCacheStatus)));
  }
}

function toResponse(result: AnalyzeResult, response: Response, showsTimings: boolean): AnalysisResponse {
  writeResultHeaders(result, response, showsTimings);
  const answer = toAnalysisResponse(result.request, result.outcomes);
  const requestContext = getRequestContext(response);
  requestContext.answers = answer.documents.flatMap(({ scores: [first] }) => first ?? []);
  requestContext.truncatedTexts = answer.documents.filter(({ warnings }) => warnings.includes('truncated')).length;
  return answer;
}
