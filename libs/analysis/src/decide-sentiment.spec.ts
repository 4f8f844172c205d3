import { describe, expect, it } from 'vitest';
import { decideSentiment } from './decide-sentiment.js';

const labels = { positive: 'POSITIVE', negative: 'NEGATIVE', neutral: 'NEUTRAL' };
const rule = { leastPolarity: 0.5, leastBalance: 0.5 };
const toScores = (first: string, score: number) => [
  { label: first, score },
  { label: 'other', score: 1 - score },
];
const decide = (polarities: number[], first = 'POSITIVE', score = 0.8, minScore?: number) =>
  decideSentiment({ scores: toScores(first, score), polarities, labels, minScore }, rule);

describe('Sentiment of a document', () => {
  it.each([
    ['POSITIVE', 'positive'],
    ['NEGATIVE', 'negative'],
    ['NEUTRAL', 'neutral'],
  ])('is that of the label with the highest score: %s', (label, sentiment) => {
    expect(decide([], label)).toBe(sentiment);
  });

  it('is mixed when strong sentences speak for both directions', () => {
    expect(decide([0.9, -0.8])).toBe('mixed');
    expect(decide([0.9, 0.9, -0.9])).toBe('mixed');
  });

  it('is not mixed when one direction is weak, or much weaker than the other one', () => {
    expect(decide([0.9, -0.4])).toBe('positive');
    expect(decide([0.9, 0.9, 0.9, -0.9])).toBe('positive');
    expect(decide([0.9, 0.9])).toBe('positive');
  });

  it('is uncertain below the least score, unless it is mixed', () => {
    expect(decide([], 'POSITIVE', 0.79, 0.8)).toBe('uncertain');
    expect(decide([], 'POSITIVE', 0.8, 0.8)).toBe('positive');
    expect(decide([0.9, -0.9], 'POSITIVE', 0.5, 0.8)).toBe('mixed');
  });
});
