import { Controller, Post, Req, Res, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { PredictionCacheInterceptor, RequestCacheDirectives } from '#libs/caching';
import type { RequestContext } from '#libs/observability';
import type { CacheDirectives } from '#libs/prediction';
import { getRequestContext } from '../http/request-context.js';
import { LineStreams, type StreamEnded } from '../line-stream/line-streams.js';
import type { LineContext } from '../line-stream/line-answerer.js';
import type { LineValue } from '../line-stream/line-value.js';
import { AdmissionGuard } from '../prediction-route/admission.guard.js';
import { NDJSON_VERSION } from '../prediction-route/media-type.js';
import { AnalysisRunner } from './analysis-runner.js';
import { toLineAnalysis, toLineError, toLineRequest, type LineAnalysis } from './analyze-line.js';

/** `POST /analyze` for a stream of lines. AnalyzeController documents it, because OpenAPI has one operation a path. */
@ApiExcludeController()
@Controller({ path: 'analyze', version: NDJSON_VERSION })
@UseGuards(AdmissionGuard)
@UseInterceptors(PredictionCacheInterceptor)
export class AnalyzeStreamController {
  constructor(
    private readonly streams: LineStreams,
    private readonly analysis: AnalysisRunner,
  ) {}

  @Post()
  analyze(
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
    context: LineContext,
    requestContext: RequestContext,
  ): Promise<LineAnalysis> {
    try {
      let texts = 0;
      const result = await this.analysis.run(toLineRequest(value), context, (count) => (texts = count));
      const answer = toLineAnalysis(result);
      requestContext.recordLine({
        texts,
        documents: 1,
        answers: answer.scores.slice(0, 1),
        truncatedTexts: answer.warnings.includes('truncated') ? 1 : 0,
        timings: result.timings,
        lookup: result.lookup,
      });
      return answer;
    } catch (error) {
      throw toLineError(error);
    }
  }
}
