import type { DocumentAnalysis, ScoredSentence } from '#libs/analysis';
import type { LabelScore } from '#libs/prediction';
import { createTextOffsets } from '../../document-route/text-offsets.js';
import { fromLabelScores } from '../../dialect-route/sentiment-vector.js';
import type { AzureClassSentiment, AzureDocumentSentiment, AzureSentence, AzureWarning } from './azure.dto.js';
import type { NamedDocument } from './document-list.js';
import type { RequestOptions } from './request-options.js';

const TRUNCATED: AzureWarning = {
  code: 'DocumentTruncated',
  message: 'The document is longer than the model reads. The model read its beginning.',
};

export interface DocumentRendering extends Pick<RequestOptions, 'unit'> {
  /** Whether a document whose sentences contradict each other is `mixed`. */
  readonly hasMixed: boolean;
}

/** @returns the answer for a document */
export function toDocumentSentiment(
  { id, text, statistics }: NamedDocument,
  analysis: DocumentAnalysis,
  { unit, hasMixed }: DocumentRendering,
): AzureDocumentSentiment {
  const { sentiment, confidenceScores } = toClassSentiment(analysis.scores);
  const toUnit = createTextOffsets(text, unit);
  return {
    id,
    sentiment: hasMixed && analysis.sentiment === 'mixed' ? 'mixed' : sentiment,
    ...(statistics && { statistics }),
    confidenceScores,
    sentences: (analysis.sentences ?? []).map((sentence) => toSentence(text, sentence, toUnit)),
    warnings: analysis.warnings.includes('truncated') ? [TRUNCATED] : [],
  };
}

function toSentence(
  text: string,
  { start, end, scores }: ScoredSentence,
  toUnit: (offset: number) => number,
): AzureSentence {
  const offset = toUnit(start);
  return { text: text.slice(start, end), ...toClassSentiment(scores), offset, length: toUnit(end) - offset };
}

function toClassSentiment(ranked: readonly LabelScore[]): AzureClassSentiment {
  const { sentiment, scores } = fromLabelScores(ranked);
  const { positive, neutral, negative } = scores;
  return { sentiment, confidenceScores: { positive, neutral, negative } };
}
