import { describe, expect, it } from 'vitest';
import type { AnalysisResult, DocumentAnalysis, DocumentOutcome, ScoredSentence } from '#libs/analysis';
import { THREE_CLASS_MODEL, TWO_CLASS_MODEL } from '../../dialect-route/model.fake.js';
import { toSentimentAnswer } from './to-sentiment-answer.js';

const CONTENT = 'Fun 😀. Bad.';
const SCORES = [
  { label: 'POSITIVE', score: 0.5 },
  { label: 'NEGATIVE', score: 0.375 },
  { label: 'NEUTRAL', score: 0.125 },
];
const toSentence = (start: number, end: number, polarity: number): ScoredSentence => {
  return { start, end, polarity, label: 'POSITIVE', score: 0.5, scores: SCORES };
};
const ANALYSIS: DocumentAnalysis = {
  sentiment: 'positive',
  scores: SCORES,
  sentences: [toSentence(0, 7, 0.75), toSentence(8, 12, -0.5)],
  evidence: [],
  words: undefined,
  language: { code: 'fr', confidence: 0.5 },
  tokens: 9,
  readShare: 1,
  warnings: [],
};
const REQUEST = { content: CONTENT, language: undefined, unit: undefined };

const answer = (outcome: DocumentOutcome, request: Partial<Parameters<typeof toSentimentAnswer>[0]> = {}) => {
  const result: AnalysisResult = {
    outcomes: [outcome],
    model: THREE_CLASS_MODEL,
    timings: undefined,
    lookup: undefined,
  };
  return (['v1', 'v2'] as const).map((version) => toSentimentAnswer({ ...REQUEST, ...request }, version, result));
};

describe('The answer of analyzeSentiment', () => {
  it('has the difference of two probabilities for the document and each sentence, and sums their magnitudes', () => {
    const common = {
      documentSentiment: { magnitude: 1.25, score: 0.125 },
      sentences: [
        { text: { content: 'Fun 😀.', beginOffset: -1 }, sentiment: { magnitude: 0.75, score: 0.75 } },
        { text: { content: 'Bad.', beginOffset: -1 }, sentiment: { magnitude: 0.5, score: -0.5 } },
      ],
    };
    const [v1, v2] = answer(ANALYSIS);
    expect(v1).toEqual({ body: { ...common, language: 'fr' }, firstLabels: [SCORES[0]], truncated: [] });
    expect(v2?.body).toEqual({ ...common, languageCode: 'fr', languageSupported: true });
  });

  it('has the magnitude of the document where it has no sentences', () => {
    for (const sentences of [[], undefined]) {
      const scores = [
        { label: 'Negative', score: 0.75 },
        { label: 'Positive', score: 0.25 },
      ];
      const [v1] = answer({ ...ANALYSIS, scores, sentences });
      expect(v1?.body).toMatchObject({ documentSentiment: { magnitude: 0.5, score: -0.5 }, sentences: [] });
    }
  });

  it.each([
    ['utf8-bytes', 10],
    ['utf16-units', 8],
    ['code-points', 7],
  ] as const)('has the offsets of its sentences in %s', (unit, beginOffset) => {
    const [, v2] = answer(ANALYSIS, { unit });
    expect(v2?.body).toMatchObject({ sentences: [{ text: { beginOffset: 0 } }, { text: { beginOffset } }] });
  });

  it('has the language of the request, else the detected one, else the first one of the model', () => {
    const [v1, v2] = answer(ANALYSIS, { language: 'en-US' });
    expect([v1?.body, v2?.body]).toMatchObject([{ language: 'en-US' }, { languageCode: 'en-US' }]);
    expect(answer({ ...ANALYSIS, language: undefined })[0]?.body).toMatchObject({ language: 'en' });
    const model = { ...TWO_CLASS_MODEL, languages: [] };
    const outcomes = [{ ...ANALYSIS, language: undefined }];
    const any = toSentimentAnswer(REQUEST, 'v1', { outcomes, model, timings: undefined, lookup: undefined });
    expect(any.body).toMatchObject({ language: 'und' });
  });

  it('says that the language is not supported where the model surely does not read it', () => {
    const [v1, v2] = answer({ ...ANALYSIS, warnings: ['language', 'truncated'] });
    expect(v2).toMatchObject({ body: { languageSupported: false }, truncated: [0] });
    expect(v1?.body).not.toHaveProperty('languageSupported');
  });

  it.each<[DocumentOutcome, string, string]>([
    [{ failure: 'There is no answer.', isRefused: false }, 'text-failed', 'There is no answer.'],
    [{ failure: 'It crashed.', isRefused: true }, 'text-refused', 'It crashed.'],
    [
      { unsupportedLanguage: 'fr' },
      'unsupported-language',
      'The language fr is not supported. The model reads only these languages: en.',
    ],
  ])('is an error for %j', (outcome, kind, message) => {
    expect(() => answer(outcome)).toThrow(expect.objectContaining({ kind, message }));
  });
});
