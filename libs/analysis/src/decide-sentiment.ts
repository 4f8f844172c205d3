import type { LabelScore } from '#libs/prediction';
import type { Sentiment } from './document.js';
import type { PolarityLabels } from './polarity-labels.js';

/** When a document counts as mixed. docs/analysis.md has the texts that the numbers were chosen with. */
export interface MixedRule {
  /** A sentence takes part from this polarity on, 0 to 1. */
  readonly leastPolarity: number;
  /** The weaker direction has at least this share of the stronger one, 0 to 1. */
  readonly leastBalance: number;
}

export const MIXED_RULE: MixedRule = { leastPolarity: 0.3, leastBalance: 0.33 };

export interface SentimentEvidence {
  /** Of the document, the highest first. */
  readonly scores: readonly LabelScore[];
  /** Of each sentence, -1 to 1. */
  readonly polarities: readonly number[];
  readonly labels: PolarityLabels;
  /** A document whose highest score is below it is uncertain; undefined for none. */
  readonly minScore: number | undefined;
}

/** What a document says as a whole: mixed by its sentences, else its likeliest label, unless that is too unsure. */
export function decideSentiment(evidence: SentimentEvidence, rule: MixedRule = MIXED_RULE): Sentiment {
  const { scores, polarities, labels, minScore } = evidence;
  if (isMixed(polarities, rule)) return 'mixed';
  const [first] = scores;
  if (!first || (minScore !== undefined && first.score < minScore)) return 'uncertain';
  if (first.label === labels.positive) return 'positive';
  return first.label === labels.negative ? 'negative' : 'neutral';
}

function isMixed(polarities: readonly number[], { leastPolarity, leastBalance }: MixedRule): boolean {
  const strong = polarities.filter((polarity) => Math.abs(polarity) >= leastPolarity);
  const positive = strong.reduce((sum, polarity) => sum + Math.max(0, polarity), 0);
  const negative = strong.reduce((sum, polarity) => sum + Math.max(0, -polarity), 0);
  if (positive === 0 || negative === 0) return false;
  return Math.min(positive, negative) >= leastBalance * Math.max(positive, negative);
}
