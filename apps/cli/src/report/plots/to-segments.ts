import type { SentimentCounts } from '../aggregate/sentiment-counts.js';

/** A part of a bar of shares, from 0 to 1. */
export interface Segment {
  readonly sentiment: string;
  readonly from: number;
  readonly to: number;
}

/** @returns the shares behind each other, in the order of the sentiments */
export function toSegments(counts: SentimentCounts, sentiments: readonly string[]): Segment[] {
  let before = 0;
  return sentiments.map((sentiment) => {
    const from = before / Math.max(1, counts.total);
    before += counts.get(sentiment);
    return { sentiment, from, to: before / Math.max(1, counts.total) };
  });
}
