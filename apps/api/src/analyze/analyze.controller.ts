import { Controller, HttpCode, HttpStatus, Post, Req, Res, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { DocumentAnalyzer, NoPolarityError, type PreparedAnalysis, type WaitForTurn } from '#libs/analysis';
import { PredictionCacheInterceptor, RequestCacheDirectives } from '#libs/caching';
import { PredictionError, type CacheDirectives } from '#libs/prediction';
import { Settings } from '../config/settings.js';
import { EventLoopQueue } from '../http/event-loop-queue.js';
import { HttpRequest } from '../http/http-request.decorator.js';
import { getRequestContext } from '../http/request-context.js';
import { AdmissionGuard } from '../prediction-route/admission.guard.js';
import { HttpClassifyContext } from '../prediction-route/http-classify-context.js';
import { invalidRequest } from '../prediction-route/invalid-request.js';
import { getDeadlineMs } from '../prediction-route/request-timeout.js';
import { getClientId } from '../security/client-id.js';
import { checkExplainedDocuments, checkParts, MAX_EXPLAINED_WORDS, MAX_SENTENCES } from './analysis-limits.js';
import type { AnalysisRequest } from './analysis-request.dto.js';
import { AnalysisRequestPipe } from './analysis-request.pipe.js';
import { AnalysisResponseInterceptor, type AnalyzeResult } from './analysis-response.interceptor.js';
import { ApiAnalyze } from './analyze.openapi.js';

@ApiTags('sentiment')
@Controller('analyze')
@UseGuards(AdmissionGuard)
@UseInterceptors(AnalysisResponseInterceptor, PredictionCacheInterceptor)
export class AnalyzeController {
  constructor(
    private readonly analyzer: DocumentAnalyzer,
    private readonly settings: Settings,
    private readonly eventLoopQueue: EventLoopQueue,
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
    // Texts without a word are of no use to other requests, so they take no place in the cache.
    const context = new HttpClassifyContext(
      { client, deadlineMs, cache: request.explain ? undefined : cache },
      response,
    );
    checkExplainedDocuments(request);
    const prepared = await this.prepare(request, (chars) => this.waitForTurn(chars, context));
    checkParts(prepared);
    requestContext.texts = prepared.documents.reduce((sum, { texts }) => sum + texts.length, 0);
    return { ...(await this.analyzer.analyze(prepared, context)), request };
  }

  /** @throws PredictionError `client-left`; `overloaded`, `deadline-exceeded` when the event loop has too much work */
  private waitForTurn(chars: number, { client, deadlineMs, signal }: HttpClassifyContext): Promise<void> | undefined {
    if (signal.aborted) throw new PredictionError('client-left', 'The client closed the connection.');
    return this.eventLoopQueue.waitForTurn({ client, cost: chars }, deadlineMs);
  }

  /**
   * @throws RequestError `invalid-request`
   * @throws PredictionError `model-loading`, and as `waitForTurn` does
   */
  private async prepare(
    { documents, sentences, explain, minScore }: AnalysisRequest,
    waitForTurn: WaitForTurn,
  ): Promise<PreparedAnalysis> {
    try {
      return await this.analyzer.prepare(
        {
          documents: documents.map(({ text, language }) => ({ text, language })),
          parts: { sentences, words: explain },
          minScore,
        },
        { maxSentences: MAX_SENTENCES, maxWords: MAX_EXPLAINED_WORDS, waitForTurn },
      );
    } catch (error) {
      if (error instanceof NoPolarityError) {
        throw invalidRequest([{ pointer: '', detail: `cannot be analyzed: ${error.message}` }]);
      }
      throw error;
    }
  }
}
