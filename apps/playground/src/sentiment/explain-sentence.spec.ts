import { describe, expect, it } from 'vitest';
import type { DocumentAnalysis } from '../service/answers.js';
import { explainSentence, sortByContribution } from './explain-sentence.js';

const TEXT = 'Good room. Bad staff.';
const ANALYSIS: DocumentAnalysis = {
  sentiment: 'mixed',
  scores: [],
  sentences: [
    { offset: 0, length: 10, label: 'POSITIVE', score: 0.9 },
    { offset: 11, length: 10, label: 'NEGATIVE', score: 0.8 },
  ],
  evidence: [{ offset: 11, length: 10, direction: 'negative', sentence: 1 }],
  words: [
    { offset: 0, length: 4, contribution: 0.3 },
    { offset: 5, length: 4, contribution: 0.001 },
    { offset: 11, length: 3, contribution: -0.1 },
    { offset: 15, length: 5, contribution: -0.4 },
  ],
  tokens: 8,
  readShare: 1,
  warnings: [],
};

describe('Reasons of a sentence', () => {
  it('are its evidence, and its words with the largest contribution first', () => {
    expect(explainSentence(TEXT, ANALYSIS, 1)).toEqual([
      'One of the strongest negative sentences.',
      'Words: staff (−0.40), Bad (−0.10).',
    ]);
  });

  it('leave out words that contribute nothing', () => {
    expect(explainSentence(TEXT, ANALYSIS, 0)).toEqual(['Words: Good (+0.30).']);
  });

  it('are none where the service gives none', () => {
    const { sentences, ...rest } = ANALYSIS;
    const plain = { ...rest, sentences: sentences ?? [], evidence: [], words: [] };
    expect(explainSentence(TEXT, plain, 0)).toEqual([]);
  });
});

describe('Words by contribution', () => {
  it('have the largest one first, in either direction', () => {
    expect(sortByContribution(ANALYSIS.words ?? []).map(({ contribution }) => contribution)).toEqual([-0.4, 0.3, -0.1]);
  });
});
