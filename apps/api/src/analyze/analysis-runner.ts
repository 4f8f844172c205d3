import { Injectable } from '@nestjs/common';
import { DocumentAnalyzer, NoPolarityError, type PreparedAnalysis, type WaitForTurn } from '#libs/analysis';
import { PredictionError, type ClassifyContext } from '#libs/prediction';
import { EventLoopQueue } from '../http/event-loop-queue.js';
import { invalidRequest } from '../prediction-route/invalid-request.js';
import { checkExplainedDocuments, checkParts, MAX_EXPLAINED_WORDS, MAX_SENTENCES } from './analysis-limits.js';
import type { AnalysisRequest } from './analysis-request.dto.js';
import type { AnalyzeResult } from './analysis-response.interceptor.js';

/** The circumstances of an analysis: fair shares need a client, and the division of texts stops when it has left. */
export interface AnalysisContext extends ClassifyContext {
  readonly client: string;
  readonly signal: AbortSignal;
}

/** Analyzes the documents of a request within the limits of the service. */
@Injectable()
export class AnalysisRunner {
  constructor(
    private readonly analyzer: DocumentAnalyzer,
    private readonly eventLoopQueue: EventLoopQueue,
  ) {}

  /**
   * @param onTexts called with the number of texts for the model, before it reads them
   * @throws RequestError `invalid-request`
   * @throws PredictionError as Classifier does, and `client-left`
   */
  async run(
    request: AnalysisRequest,
    context: AnalysisContext,
    onTexts: (texts: number) => void = () => {},
  ): Promise<AnalyzeResult> {
    checkExplainedDocuments(request);
    const prepared = await this.prepare(request, (chars) => this.waitForTurn(chars, context));
    checkParts(prepared);
    onTexts(prepared.documents.reduce((sum, { texts }) => sum + texts.length, 0));
    // Texts without a word are of no use to other requests, so they take no place in the cache.
    const cache = request.explain ? undefined : context.cache;
    const { client, deadlineMs, background, signal } = context;
    return { ...(await this.analyzer.analyze(prepared, { client, deadlineMs, background, signal, cache })), request };
  }

  /** @throws PredictionError `client-left`; `overloaded`, `deadline-exceeded` when the event loop has too much work */
  private waitForTurn(chars: number, { client, deadlineMs, signal }: AnalysisContext): Promise<void> | undefined {
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
