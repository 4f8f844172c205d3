import {
  getScoredLabels,
  isFailure,
  scoreLabels,
  selectLogits,
  type LabelScore,
  type ModelDescription,
  type Prediction,
  type TextFailure,
  type TextOutcome,
} from '#libs/prediction';
import { chooseEvidence } from './choose-evidence.js';
import { decideSentiment } from './decide-sentiment.js';
import type { DocumentAnalysis, ScoredSentence, Warning } from './document.js';
import { toContributions, type WordContribution } from './explanations/to-contributions.js';
import type { LanguageFinding } from './language-identification.js';
import { getPolarity, type PolarityLabels } from './polarity-labels.js';
import type { AnalysisParts, PreparedDocument } from './prepare-document.js';

/** What the analysis of every document depends on. */
export interface AnalysisSetting {
  readonly model: ModelDescription;
  readonly labels: PolarityLabels;
  readonly parts: AnalysisParts;
  /** Below it a document is uncertain; undefined for none. */
  readonly minScore: number | undefined;
}

/** Tokens of a text that says next to nothing: two, and the special ones. */
const SHORT_TOKENS = 4;

/**
 * The analysis of a document from the outcomes of its texts.
 *
 * @param outcomes of the texts of the document, in their order
 * @returns the first failure among the outcomes, if there is one
 */
export function analyzeDocument(
  document: PreparedDocument,
  outcomes: readonly TextOutcome[],
  setting: AnalysisSetting,
): DocumentAnalysis | TextFailure {
  const failure = outcomes.find(isFailure);
  if (failure) return failure;
  const predictions = outcomes.filter((outcome): outcome is Prediction => !isFailure(outcome));
  const [whole] = predictions;
  if (!whole) throw new Error('there is no outcome for the document');
  const { parts } = setting;
  const wordsAt = 1 + document.sentences.length;
  const sentences = scoreSentences(document, whole, predictions.slice(1, wordsAt), setting);
  const polarities = sentences.map(({ polarity }) => polarity);
  const scores = score(whole, setting);
  return {
    sentiment: decideSentiment({ scores, polarities, labels: setting.labels, minScore: setting.minScore }),
    scores,
    sentences: parts.sentences ? sentences : undefined,
    evidence: chooseEvidence(polarities),
    words: parts.words ? explain(document, whole, predictions.slice(wordsAt), setting) : undefined,
    language: document.finding.language,
    tokens: whole.tokens,
    readShare: document.text.length === 0 ? 1 : whole.readChars / document.text.length,
    warnings: listWarnings(whole, document.finding),
  };
}

/** A sentence past the part that the model has read of the document is left out. */
function scoreSentences(
  document: PreparedDocument,
  whole: Prediction,
  predictions: readonly Prediction[],
  setting: AnalysisSetting,
): ScoredSentence[] {
  return document.sentences.flatMap((sentence, index) => {
    const prediction = predictions[index];
    if (!prediction || sentence.start >= whole.readChars) return [];
    const scores = score(prediction, setting);
    const [first] = scores;
    if (!first) throw new Error('the model has no labels');
    return [{ ...sentence, ...first, scores, polarity: getPolarity(scores, setting.labels) }];
  });
}

function explain(
  { words }: PreparedDocument,
  whole: Prediction,
  without: readonly Prediction[],
  setting: AnalysisSetting,
): WordContribution[] {
  const getLogit = (prediction: Prediction) => getPolarityLogit(prediction, setting);
  return toContributions(words, getLogit(whole), without.map(getLogit));
}

function score({ logits }: Prediction, { model }: AnalysisSetting): LabelScore[] {
  const scored = getScoredLabels(model, true);
  return scoreLabels(selectLogits(logits, scored), scored.labels, scored);
}

function getPolarityLogit({ logits }: Prediction, { model, labels }: AnalysisSetting): number {
  const getLogit = (label: string) => logits[model.labels.indexOf(label)] ?? Number.NaN;
  return (getLogit(labels.positive) - getLogit(labels.negative)) / model.temperature;
}

function listWarnings({ truncated, tokens, unknownTokens }: Prediction, { isUnsupported }: LanguageFinding): Warning[] {
  return [
    ...(truncated ? (['truncated'] as const) : []),
    ...(isUnsupported ? (['language'] as const) : []),
    ...(unknownTokens > 0 ? (['unknown-characters'] as const) : []),
    ...(tokens <= SHORT_TOKENS ? (['short'] as const) : []),
  ];
}
