import { getScoredLabels, scoreLabels, selectLogits, type LabelScore, type ModelDescription } from '#libs/prediction';

/** The classes that the sentiment APIs of clouds have in common. */
const SENTIMENTS = ['positive', 'negative', 'neutral'] as const;
export type Sentiment = (typeof SENTIMENTS)[number];

/** The sentiment of a text, for APIs with a field for each class. */
export interface SentimentVector {
  /** Probabilities, 0 to 1. A class that the model does not have is 0. */
  readonly scores: Readonly<Record<Sentiment, number>>;
  /** The class with the highest probability. */
  readonly sentiment: Sentiment;
  /** That class by its name in the model, for metrics. */
  readonly firstLabel: LabelScore;
}

/** Why a model without `hasSentimentLabels` has no answer. */
export const NO_SENTIMENT_LABELS =
  'The labels of the model are not those of a sentiment: positive, negative and neutral.';

/** @returns whether the labels of a model are positive, negative and perhaps neutral, in any order and case */
export function hasSentimentLabels({ labels }: ModelDescription): boolean {
  const names = new Set(labels.map((label) => label.toLowerCase()));
  const known = SENTIMENTS.filter((sentiment) => names.has(sentiment));
  return known.length === labels.length && names.has('positive') && names.has('negative');
}

/**
 * Scores all labels of a model, the neutral one too.
 *
 * @param logits one a label of the model
 * @param model one with `hasSentimentLabels`
 */
export function toSentimentVector(logits: Float32Array, model: ModelDescription): SentimentVector {
  const scored = getScoredLabels(model, true);
  return fromLabelScores(scoreLabels(selectLogits(logits, scored), scored.labels, scored));
}

/** @param ranked all labels of a model with `hasSentimentLabels`, the highest score first */
export function fromLabelScores(ranked: readonly LabelScore[]): SentimentVector {
  const [firstLabel] = ranked;
  if (!firstLabel) throw new Error('the model has no labels');
  const scores = { positive: 0, negative: 0, neutral: 0 };
  for (const { label, score } of ranked) scores[toSentiment(label)] = score;
  return { scores, sentiment: toSentiment(firstLabel.label), firstLabel };
}

function toSentiment(label: string): Sentiment {
  return label.toLowerCase() as Sentiment;
}
