import { describe, expect, it } from 'vitest';
import type { AnalysisResult, DocumentAnalysis, DocumentOutcome } from '#libs/analysis';
import { DIALECT_CONTEXT } from '../../dialect-route/dialect-context.fake.js';
import { THREE_CLASS_MODEL, TWO_CLASS_MODEL } from '../../dialect-route/model.fake.js';
import { readAnalyzeTextRequest } from './analyze-text-request.js';
import { AzureError } from './azure-error.js';
import type { AzureResults } from './azure.dto.js';
import { readTextAnalyticsRequest } from './text-analytics-request.js';

const CONTEXT = { ...DIALECT_CONTEXT, maxTexts: 5 };
const QUERY = { 'api-version': '2023-04-01' };
const TEXT = 'I like it 😀. But no.';
const SCORES = [
  { label: 'POSITIVE', score: 0.5 },
  { label: 'NEGATIVE', score: 0.3 },
  { label: 'NEUTRAL', score: 0.2 },
];
const CLASSES = { sentiment: 'positive', confidenceScores: { positive: 0.5, neutral: 0.2, negative: 0.3 } };

const sentence = (start: number, end: number) => {
  return { start, end, label: 'POSITIVE', score: 0.5, polarity: 0.2, scores: SCORES };
};
const ANALYSIS: DocumentAnalysis = {
  sentiment: 'mixed',
  scores: SCORES,
  sentences: [sentence(0, 13), sentence(14, 21)],
  evidence: [],
  words: undefined,
  language: undefined,
  tokens: 9,
  readShare: 1,
  warnings: [],
};

const toResult = (...outcomes: DocumentOutcome[]): AnalysisResult => {
  return { outcomes, model: THREE_CLASS_MODEL, timings: undefined, lookup: undefined };
};
const listDocuments = (...texts: string[]) => texts.map((text, index) => ({ id: `d${index}`, text }));

function analyze(list: unknown, outcomes: DocumentOutcome[], { query = {}, hasMixed = false } = {}) {
  const request = readTextAnalyticsRequest({ documents: list }, query, { ...CONTEXT, hasMixed });
  const { body, ...facts } = request.render(toResult(...outcomes));
  return { results: body as AzureResults, ...facts };
}

describe('Sentiment analysis of Azure', () => {
  it('has the classes of a document and of its sentences, with offsets in text elements', () => {
    const { results, firstLabels } = analyze(listDocuments(TEXT), [ANALYSIS]);
    expect(results.documents).toEqual([
      {
        id: 'd0',
        ...CLASSES,
        sentences: [
          { text: 'I like it 😀.', ...CLASSES, offset: 0, length: 12 },
          { text: 'But no.', ...CLASSES, offset: 13, length: 7 },
        ],
        warnings: [],
      },
    ]);
    expect(firstLabels).toEqual([SCORES[0]]);
  });

  it.each([
    ['UnicodeCodePoint', [0, 12, 13, 7]],
    ['Utf16CodeUnit', [0, 13, 14, 7]],
  ])('has offsets in the unit %s', (stringIndexType, expected) => {
    const { results } = analyze(listDocuments(TEXT), [ANALYSIS], { query: { stringIndexType } });
    expect(results.documents[0]?.sentences.flatMap(({ offset, length }) => [offset, length])).toEqual(expected);
  });

  it('says `mixed` only if a setting asks for it', () => {
    const list = listDocuments(TEXT);
    expect(analyze(list, [ANALYSIS]).results.documents[0]?.sentiment).toBe('positive');
    expect(analyze(list, [ANALYSIS], { hasMixed: true }).results.documents[0]?.sentiment).toBe('mixed');
    const decided: DocumentAnalysis = { ...ANALYSIS, sentiment: 'uncertain' };
    expect(analyze(list, [decided], { hasMixed: true }).results.documents[0]?.sentiment).toBe('positive');
  });

  it('has each document in one of the lists, in the order of the request', () => {
    const refused = { failure: 'crashes', isRefused: true };
    const failed = { failure: 'no number', isRefused: false };
    const list = listDocuments('a', ' ', 'b', 'c', 'd');
    const { results } = analyze(list, [failed, ANALYSIS, refused, { unsupportedLanguage: 'fr' }]);
    expect(results.documents.map(({ id }) => id)).toEqual(['d2']);
    expect(results.errors.map(({ id, error }) => [id, error.code, error.innererror?.code])).toEqual([
      ['d0', 'InternalServerError', undefined],
      ['d1', 'InvalidArgument', 'InvalidDocument'],
      ['d3', 'InvalidArgument', 'InvalidDocument'],
      ['d4', 'InvalidArgument', 'UnsupportedLanguageCode'],
    ]);
  });

  it('warns of a document that the model read in part', () => {
    const { results, truncated } = analyze(listDocuments(' ', 'a'), [
      { ...ANALYSIS, warnings: ['truncated', 'short'] },
    ]);
    expect(results.documents[0]?.warnings.map(({ code }) => code)).toEqual(['DocumentTruncated']);
    expect(truncated).toEqual([1]);
  });

  it('counts documents, text elements and text records if it is asked to', () => {
    const list = listDocuments('👨‍👩‍👧‍👦'.repeat(1_001), ' ', 'a');
    const { results } = analyze(list, [ANALYSIS, ANALYSIS], { query: { showStats: 'true' } });
    expect(results.documents.map(({ statistics }) => statistics)).toEqual([
      { charactersCount: 1_001, transactionsCount: 2 },
      { charactersCount: 1, transactionsCount: 1 },
    ]);
    expect(results.statistics).toEqual({
      documentsCount: 3,
      validDocumentsCount: 2,
      erroneousDocumentsCount: 1,
      transactionsCount: 3,
    });
  });

  it('has the probability 0 for a class that the model does not have', () => {
    const scores = SCORES.slice(0, 2);
    const request = readTextAnalyticsRequest(
      { documents: listDocuments('a') },
      {},
      { ...CONTEXT, model: TWO_CLASS_MODEL },
    );
    const { body } = request.render({ ...toResult({ ...ANALYSIS, scores }), model: TWO_CLASS_MODEL });
    expect((body as AzureResults).documents[0]?.confidenceScores.neutral).toBe(0);
  });

  it('does not serve a model with other labels', () => {
    const model = { ...THREE_CLASS_MODEL, labels: ['joy', 'anger'], neutralLabel: null };
    expect(() => readTextAnalyticsRequest({ documents: listDocuments('a') }, {}, { ...CONTEXT, model })).toThrow(
      AzureError,
    );
  });
});

describe('Request of Azure AI Language', () => {
  const body = { kind: 'SentimentAnalysis', analysisInput: { documents: listDocuments('a') } };

  it.each(['2022-05-01', '2023-04-01'])('has its results in an envelope in version %s', (version) => {
    const request = readAnalyzeTextRequest(body, { 'api-version': version }, CONTEXT);
    expect(request.render(toResult(ANALYSIS)).body).toMatchObject({
      kind: 'SentimentAnalysisResults',
      results: { documents: [{ id: 'd0' }], errors: [] },
    });
  });

  it.each<[string, unknown, object, string]>([
    ['no version', body, {}, 'InvalidParameterValue'],
    ['another version', body, { 'api-version': '2021-01-01' }, 'InvalidParameterValue'],
    ['two versions', body, { 'api-version': ['2023-04-01', '2023-04-01'] }, 'InvalidParameterValue'],
    ['another analysis', { ...body, kind: 'LanguageDetection' }, QUERY, 'InvalidParameterValue'],
    ['no analysis', { analysisInput: body.analysisInput }, QUERY, 'InvalidParameterValue'],
    ['a list as body', [body], QUERY, 'InvalidParameterValue'],
    ['no input', { kind: 'SentimentAnalysis' }, QUERY, 'MissingInputDocuments'],
    ['a text as input', { ...body, analysisInput: 'a' }, QUERY, 'MissingInputDocuments'],
    ['an unknown unit', { ...body, parameters: { stringIndexType: 'a' } }, QUERY, 'InvalidParameterValue'],
  ])('is refused with %s', (_, value, query, fault) => {
    expect(() => readAnalyzeTextRequest(value, query, CONTEXT)).toThrow(expect.objectContaining({ fault }));
  });

  it('names its missing documents otherwise than Text Analytics does', () => {
    expect(() => readTextAnalyticsRequest({}, {}, CONTEXT)).toThrow(
      expect.objectContaining({ fault: 'MissingInputRecords' }),
    );
  });
});
