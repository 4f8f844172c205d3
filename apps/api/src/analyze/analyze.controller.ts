import { Controller, HttpCode, HttpStatus, Post, Req, Res, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { PredictionCacheInterceptor, RequestCacheDirectives } from '#libs/caching';
import type { CacheDirectives } from '#libs/prediction';
import { Settings } from '../config/settings.js';
import { HttpRequest } from '../http/http-request.decorator.js';
import { getRequestContext } from '../http/request-context.js';
import { AdmissionGuard } from '../prediction-route/admission.guard.js';
import { HttpClassifyContext } from '../prediction-route/http-classify-context.js';
import { getDeadlineMs } from '../prediction-route/request-timeout.js';
import { getClientId } from '../security/client-id.js';
import type { AnalysisRequest } from './analysis-request.dto.js';
import { AnalysisRunner } from './analysis-runner.js';
import { AnalysisRequestPipe } from './analysis-request.pipe.js';
import { AnalysisResponseInterceptor, type AnalyzeResult } from './analysis-response.interceptor.js';
import { ApiAnalyze } from './analyze.openapi.js';

@ApiTags('sentiment')
@Controller('analyze')
@UseGuards(AdmissionGuard)
@UseInterceptors(AnalysisResponseInterceptor, PredictionCacheInterceptor)
export class AnalyzeController {
  constructor(
    private readonly analysis: AnalysisRunner,
    private readonly settings: Settings,
  ) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  @ApiAnalyze()
  async analyze(
    @HttpRequest(AnalysisRequestPipe) request: AnalysisRequest,
    @RequestCacheDirectives() cache: CacheDirectives | undefined,
    @Req() httpRequest: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AnalyzeResult> {
    const requestContext = getRequestContext(response);
    requestContext.documents = request.documents.length;
    const client = getClientId(httpRequest, response);
    const deadlineMs = getDeadlineMs(httpRequest, response, this.settings.REQUEST_TIMEOUT_MS);
    const context = new HttpClassifyContext({ client, deadlineMs, cache }, response);
    return await this.analysis.run(request, context, (texts) => {
      requestContext.texts = texts;
    });
  }
}
