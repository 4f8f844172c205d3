import type { AnalysisResult, DocumentAnalysis } from '#libs/analysis';
import { isAnalyzed, toDocumentFailure } from '../../analyze/to-analysis-response.js';
import type { DialectAnswer } from '../../dialect-route/dialect.js';
import { fromLabelScores } from '../../dialect-route/sentiment-vector.js';
import { createTextOffsets } from '../../document-route/text-offsets.js';
import { RequestError } from '../../http/errors/request-error.js';
import type { GoogleSentence, GoogleSentiment } from './google.dto.js';
import { LANGUAGE_FIELDS, type GoogleVersion } from './google-version.js';
import { unsupportedLanguage } from './language-code.js';
import type { SentimentRequest } from './sentiment-request.js';

/** BCP 47 for a language that is not known. */
const UNDETERMINED = 'und';
/** In place of an offset that the client does not want. */
const NO_OFFSET = -1;

/**
 * The answer to a request for the sentiment of a document.
 *
 * @throws RequestError `text-failed`, `text-refused`, `unsupported-language`
 */
export function toSentimentAnswer(
  request: SentimentRequest,
  version: GoogleVersion,
  { outcomes, model }: AnalysisResult,
): DialectAnswer {
  const [outcome] = outcomes;
  if (!outcome) throw new Error('the document has no outcome');
  if ('unsupportedLanguage' in outcome) throw unsupportedLanguage(outcome.unsupportedLanguage, model.languages);
  if (!isAnalyzed(outcome)) {
    const { kind, detail } = toDocumentFailure(outcome);
    throw new RequestError(kind, detail);
  }
  const { scores, firstLabel } = fromLabelScores(outcome.scores);
  const { warnings } = outcome;
  const language = request.language ?? outcome.language?.code ?? model.languages[0] ?? UNDETERMINED;
  return {
    body: {
      documentSentiment: toDocumentSentiment(scores.positive - scores.negative, outcome),
      [LANGUAGE_FIELDS[version]]: language,
      sentences: toSentences(request, outcome),
      ...(version === 'v2' && { languageSupported: !warnings.includes('language') }),
    },
    firstLabels: [firstLabel],
    truncated: warnings.includes('truncated') ? [0] : [],
  };
}

/** The magnitude grows with the number of sentences that have a sentiment, as in the cloud. */
function toDocumentSentiment(score: number, { sentences = [] }: DocumentAnalysis): GoogleSentiment {
  if (sentences.length === 0) return toSentiment(score);
  return { magnitude: sentences.reduce((sum, { polarity }) => sum + Math.abs(polarity), 0), score };
}

function toSentiment(score: number): GoogleSentiment {
  return { magnitude: Math.abs(score), score };
}

function toSentences({ content, unit }: SentimentRequest, { sentences = [] }: DocumentAnalysis): GoogleSentence[] {
  const toOffset = unit === undefined ? () => NO_OFFSET : createTextOffsets(content, unit);
  return sentences.map(({ start, end, polarity }) => ({
    text: { content: content.slice(start, end), beginOffset: toOffset(start) },
    sentiment: toSentiment(polarity),
  }));
}
