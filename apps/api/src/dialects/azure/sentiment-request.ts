import type { AnalysisResult } from '#libs/analysis';
import { modelTag, type LabelScore } from '#libs/prediction';
import { isAnalyzed } from '../../analyze/to-analysis-response.js';
import type { DialectAnswer, DialectContext } from '../../dialect-route/dialect.js';
import type { DocumentRequest } from '../../document-route/document-request.js';
import { fromLabelScores, hasSentimentLabels, NO_SENTIMENT_LABELS } from '../../dialect-route/sentiment-vector.js';
import { AzureError } from './azure-error.js';
import type { AzureDocumentError, AzureDocumentSentiment, AzureResults } from './azure.dto.js';
import { toOutcomeError } from './document-error.js';
import { readDocuments, type DocumentList, type ListReading } from './document-list.js';
import type { RequestOptions } from './request-options.js';
import { countBatch } from './statistics.js';
import { toDocumentSentiment } from './to-document-sentiment.js';

/** What a request needs besides its documents. */
export interface SentimentReading extends Pick<ListReading, 'missingCode'> {
  readonly context: DialectContext;
  readonly options: RequestOptions;
  /** Puts the results into the answer of the version. */
  readonly wrap: (results: AzureResults) => object;
}

/**
 * Reads a request for the sentiment of documents.
 *
 * @param list value of `documents`
 * @throws AzureError
 */
export function readSentimentRequest(list: unknown, reading: SentimentReading): DocumentRequest {
  const { context, options, missingCode } = reading;
  if (context.model && !hasSentimentLabels(context.model)) {
    throw new AzureError('InvalidParameterValue', NO_SENTIMENT_LABELS);
  }
  const read = readDocuments(list, { ...context, missingCode, hasStatistics: options.hasStatistics });
  return { documents: read.documents, render: (result) => render(result, read, reading) };
}

function render(
  { outcomes, model }: AnalysisResult,
  { documents, errors }: DocumentList,
  { context, options, wrap }: SentimentReading,
): DialectAnswer {
  const sentiments: AzureDocumentSentiment[] = [];
  const failures = new Map<number, AzureDocumentError>(errors);
  const firstLabels: LabelScore[] = [];
  const truncated: number[] = [];
  documents.forEach((document, position) => {
    const outcome = outcomes[position];
    if (!outcome) throw new Error('a document has no outcome');
    const { id, index } = document;
    if (!isAnalyzed(outcome)) {
      failures.set(index, toOutcomeError(id, outcome));
      return;
    }
    sentiments.push(toDocumentSentiment(document, outcome, { ...options, hasMixed: context.hasMixed }));
    firstLabels.push(fromLabelScores(outcome.scores).firstLabel);
    if (outcome.warnings.includes('truncated')) truncated.push(index);
  });
  const results: AzureResults = {
    documents: sentiments,
    errors: [...failures].sort(([one], [other]) => one - other).map(([, error]) => error),
    modelVersion: modelTag(model),
    ...(options.hasStatistics && { statistics: countBatch(sentiments, failures.size) }),
  };
  return { body: wrap(results), firstLabels, truncated };
}
