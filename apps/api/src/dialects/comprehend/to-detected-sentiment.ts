import type { SentimentVector } from '../../dialect-route/sentiment-vector.js';
import type { DetectedSentiment } from './comprehend.dto.js';

export function toDetectedSentiment({ scores, sentiment }: SentimentVector): DetectedSentiment {
  const { positive, negative, neutral } = scores;
  return {
    Sentiment: sentiment.toUpperCase(),
    SentimentScore: { Positive: positive, Negative: negative, Neutral: neutral, Mixed: 0 },
  };
}
