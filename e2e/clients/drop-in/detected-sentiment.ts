import { postJson } from '#libs/testing';
import type { LabelScore } from './label-scores.js';

/** The answer of Comprehend for a text. */
export interface DetectedSentiment {
  readonly Sentiment: string;
  readonly SentimentScore: Readonly<Record<'Positive' | 'Negative' | 'Neutral' | 'Mixed', number>>;
}

/** What Comprehend's clients must get for texts: the scores of `/predict` with its neutral label, as float32. */
export async function expectSentiments(url: string, texts: readonly string[]): Promise<DetectedSentiment[]> {
  const response = await postJson(url, { text: texts, neutral: true });
  const { predictions } = (await response.json()) as { predictions: LabelScore[][] };
  return predictions.map((labels) => {
    const scores = new Map(labels.map(({ label, score }) => [label, Math.fround(score)]));
    const score = (label: string) => scores.get(label) ?? 0;
    return {
      Sentiment: labels[0]?.label ?? '',
      SentimentScore: {
        Positive: score('POSITIVE'),
        Negative: score('NEGATIVE'),
        Neutral: score('NEUTRAL'),
        Mixed: 0,
      },
    };
  });
}

/** An answer with its scores as float32, and without what clients add. */
export function toFloat32Sentiment({ Sentiment, SentimentScore }: DetectedSentiment): DetectedSentiment {
  const { Positive, Negative, Neutral, Mixed } = SentimentScore;
  return {
    Sentiment,
    SentimentScore: {
      Positive: Math.fround(Positive),
      Negative: Math.fround(Negative),
      Neutral: Math.fround(Neutral),
      Mixed,
    },
  };
}
