import type { AnalysisResult, Document } from '#libs/analysis';
import type { DialectAnswer } from '../dialect-route/dialect.js';

/** A request for the sentiment of documents and of their sentences, and how the analysis becomes an answer. */
export interface DocumentRequest {
  /** Those that need the model. */
  readonly documents: readonly Document[];
  readonly render: (result: AnalysisResult) => DialectAnswer;
}
