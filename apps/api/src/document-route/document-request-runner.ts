import { Injectable } from '@nestjs/common';
import type { AnalysisResult } from '#libs/analysis';
import { AnalysisRequest } from '../analyze/analysis-request.dto.js';
import { AnalysisRunner } from '../analyze/analysis-runner.js';
import { getRequestContext } from '../http/request-context.js';
import { DialectRequestReader, type RouteCall } from '../dialect-route/dialect-request-reader.js';
import type { DialectResult } from '../dialect-route/dialect-result.js';
import type { AnsweringDialect } from '../dialect-route/dialect.js';
import type { DocumentRequest } from './document-request.js';

/** Answers requests in dialects that give the sentiment of each sentence too. */
@Injectable()
export class DocumentRequestRunner {
  constructor(
    private readonly reader: DialectRequestReader,
    private readonly analysis: AnalysisRunner,
  ) {}

  /**
   * @throws RequestError `invalid-request` when the documents have too many sentences
   * @throws PredictionError as AnalysisRunner does
   */
  async run(
    dialect: AnsweringDialect,
    { documents, render }: DocumentRequest,
    call: RouteCall,
  ): Promise<DialectResult<AnalysisResult>> {
    const context = this.reader.createContext(dialect, call);
    const requestContext = getRequestContext(call.response);
    requestContext.documents = documents.length;
    const request = Object.assign(new AnalysisRequest(), { documents });
    const result = await this.analysis.run(request, context, (texts) => {
      requestContext.texts = texts;
    });
    return { ...result, dialect, request: { render } };
  }
}
