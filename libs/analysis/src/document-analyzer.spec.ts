import { describe, expect, it } from 'vitest';
import type { ClassifyContext, ModelDescription, TextOutcome } from '#libs/prediction';
import { DocumentAnalyzer, type AnalysisRequest } from './document-analyzer.js';
import type { DocumentAnalysis } from './document.js';
import { NO_FINDING, type LanguageFinding } from './language-identification.js';

const MODEL: ModelDescription = {
  name: 'fake',
  version: '1.0.0',
  digest: '0123456789abcdef',
  precision: 'fp32',
  labels: ['NEGATIVE', 'NEUTRAL', 'POSITIVE'],
  neutralLabel: 'NEUTRAL',
  scoring: 'softmax',
  temperature: 1,
  threeClassTemperature: null,
  maxTokens: 512,
  windows: { tokens: 128, overlapTokens: 16, maxWindows: 16, temperature: 1 },
  maxChars: 160,
  languages: ['en'],
  accuracy: null,
};

const CONTEXT: ClassifyContext = { deadlineMs: 1_000 };

/** Knows `good` and `bad`; reads at most 50 characters. */
function classifyText(text: string): TextOutcome {
  if (text.includes('crash')) return { failure: 'Model processes crashed on this text.', isRefused: true };
  const count = (word: string) => text.split(word).length - 1;
  const readChars = Math.min(50, text.length);
  const logits = Float32Array.of(4 * count('bad'), 1, 4 * count('good'));
  return { logits, truncated: text.length > 50, tokens: readChars, unknownTokens: count('?'), readChars };
}

interface AnalyzerOptions {
  readonly findings?: readonly LanguageFinding[];
  readonly model?: ModelDescription;
}

function openAnalyzer({ findings = [], model = MODEL }: AnalyzerOptions = {}) {
  const calls: (readonly string[])[] = [];
  let next = 0;
  const analyzer = new DocumentAnalyzer({
    classifier: {
      classify: (texts: readonly string[]) => {
        calls.push(texts);
        return Promise.resolve({ outcomes: texts.map(classifyText), model, timings: undefined, lookup: undefined });
      },
    },
    loadedModel: { model },
    languages: { identify: () => Promise.resolve(findings[next++] ?? NO_FINDING) },
  });
  const analyze = async (texts: readonly string[], parts: Partial<AnalysisRequest['parts']> = {}) => {
    const prepared = await analyzer.prepare(
      {
        documents: texts.map((text) => ({ text, language: undefined })),
        parts: { sentences: true, words: false, ...parts },
        minScore: undefined,
      },
      { maxSentences: 100, maxWords: 500, waitForTurn: () => undefined },
    );
    return (await analyzer.analyze(prepared, CONTEXT)).outcomes;
  };
  return { analyze, calls, analyzer };
}

describe('Document analysis', () => {
  it('asks for the document and its sentences in one call', async () => {
    const { analyze, calls } = openAnalyzer();
    await analyze(['It is good. It is bad.', 'Fine.']);
    expect(calls).toEqual([['It is good. It is bad.', 'It is good.', 'It is bad.', 'Fine.', 'Fine.']]);
  });

  it('tells sentiment, sentences and evidence', async () => {
    const [document] = await openAnalyzer().analyze(['It is good. It is bad.']);
    expect(document).toMatchObject({
      sentiment: 'mixed',
      sentences: [
        { start: 0, end: 11, label: 'POSITIVE' },
        { start: 12, end: 22, label: 'NEGATIVE' },
      ],
      evidence: [
        { index: 0, direction: 'positive' },
        { index: 1, direction: 'negative' },
      ],
      words: undefined,
      readShare: 1,
      warnings: [],
    });
  });

  it('has neither sentences nor evidence when they are not wanted', async () => {
    const { analyze, calls } = openAnalyzer();
    const [document] = await analyze(['It is good. It is bad.'], { sentences: false });
    expect(calls).toEqual([['It is good. It is bad.']]);
    expect(document).toMatchObject({ sentences: undefined, evidence: [] });
  });

  it('tells what each word contributes, by leaving it out', async () => {
    const { analyze, calls } = openAnalyzer();
    const [document] = await analyze(['so good'], { sentences: false, words: true });
    expect(calls).toEqual([['so good', ' good', 'so']]);
    expect((document as DocumentAnalysis).words).toEqual([
      { start: 0, end: 2, contribution: 0 },
      { start: 3, end: 7, contribution: 1 },
    ]);
  });

  it('leaves out the sentences that the model has not read in the document', async () => {
    const long = 'This one is good and it is quite long, as you see. This is past the end.';
    const [document] = await openAnalyzer().analyze([long]);
    expect((document as DocumentAnalysis).sentences).toHaveLength(1);
    expect(document).toMatchObject({ readShare: 50 / long.length, warnings: ['truncated'] });
  });

  it('warns of unknown characters, short texts and languages that the model does not read', async () => {
    const language = { code: 'de', confidence: 0.9 };
    const { analyze } = openAnalyzer({ findings: [{ language, isUnsupported: true, isRefused: false }] });
    const [document] = await analyze(['???']);
    expect(document).toMatchObject({ language, warnings: ['language', 'unknown-characters', 'short'] });
  });

  it('answers an empty document', async () => {
    const [document] = await openAnalyzer().analyze(['']);
    expect(document).toMatchObject({ sentiment: 'neutral', sentences: [], readShare: 1, warnings: ['short'] });
  });

  it('answers the other documents when one fails', async () => {
    const outcomes = await openAnalyzer().analyze(['It is good.', 'Fine. This will crash.', 'It is bad.']);
    expect(outcomes).toMatchObject([{ sentiment: 'positive' }, { isRefused: true }, { sentiment: 'negative' }]);
  });

  it('does not run a document whose language is refused', async () => {
    const refused = { language: { code: 'de', confidence: 0.9 }, isUnsupported: true, isRefused: true };
    const accepted = { language: { code: 'en', confidence: 0.9 }, isUnsupported: false, isRefused: false };
    const { analyze, calls } = openAnalyzer({ findings: [refused, accepted] });
    const outcomes = await analyze(['Das ist gut.', 'It is good.'], { sentences: false });
    expect(outcomes).toMatchObject([{ unsupportedLanguage: 'de' }, { sentiment: 'positive' }]);
    expect(calls).toEqual([['It is good.']]);
  });

  it('is refused by a model without polarity labels', async () => {
    const model = { ...MODEL, labels: ['1 star', '5 stars'], neutralLabel: null };
    await expect(openAnalyzer({ model }).analyze(['fine'])).rejects.toThrow('no labels POSITIVE and NEGATIVE');
  });

  it('waits for its turn before each slice of text, and passes on why there is none', async () => {
    const { analyzer } = openAnalyzer();
    const chars: number[] = [];
    const request = {
      documents: ['It is good.', 'It is bad.'].map((text) => ({ text, language: undefined })),
      parts: { sentences: true, words: false },
      minScore: undefined,
    };
    const limits = { maxSentences: 10, maxWords: 10 };
    await analyzer.prepare(request, { ...limits, waitForTurn: (count) => void chars.push(count) });
    expect(chars).toEqual([256, 11, 256, 10]);
    const waitForTurn = () => Promise.reject(new Error('too late'));
    await expect(analyzer.prepare(request, { ...limits, waitForTurn })).rejects.toThrow('too late');
  });

  it('is prepared no further than the first sentence too many', async () => {
    const { analyzer } = openAnalyzer();
    const documents = Array.from({ length: 5 }, () => ({ text: 'No. No. No.', language: undefined }));
    const { documents: prepared } = await analyzer.prepare(
      { documents, parts: { sentences: true, words: false }, minScore: undefined },
      { maxSentences: 4, maxWords: 10, waitForTurn: () => undefined },
    );
    const counts = prepared.map(({ sentences }) => sentences.length);
    expect(counts).toEqual([3, 3]);
  });
});
