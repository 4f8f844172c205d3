import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, postJsonTo, repository, startApi } from '#libs/testing';

interface Range {
  readonly offset: number;
  readonly length: number;
  readonly codePointOffset: number;
  readonly codePointLength: number;
}
interface Sentence extends Range {
  readonly label: string;
  readonly score: number;
}
interface DocumentAnswer {
  readonly id?: string;
  readonly index: number;
  readonly sentiment: string;
  readonly scores: readonly { label: string; score: number }[];
  readonly sentences: readonly Sentence[];
  readonly evidence: readonly (Range & { direction: string; sentence: number })[];
  readonly words?: readonly (Range & { contribution: number })[];
  readonly language?: { code: string; confidence?: number };
  readonly tokens: number;
  readonly characters: number;
  readonly readShare: number;
  readonly warnings: readonly string[];
}
interface Answer {
  readonly documents: readonly DocumentAnswer[];
  readonly errors: readonly { id?: string; index: number; kind: string; detail: string }[];
}

const LABELLED = join(repository, 'e2e/fixtures/documents/documents.json');

let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(async () => {
  expect(await api.stop()).toBe(0);
});

const post = (route: string, body: unknown) => postJsonTo(api.url, route, body);

async function analyze(documents: readonly object[], options: object = {}): Promise<Answer> {
  const response = await post('/analyze', { documents, ...options });
  const answer = (await response.json()) as Answer;
  expect(response.status, JSON.stringify(answer)).toBe(200);
  return answer;
}

async function predict(text: readonly string[], neutral: boolean): Promise<{ label: string; score: number }[][]> {
  const response = await post('/predict', { text, neutral });
  expect(response.status).toBe(200);
  return ((await response.json()) as { predictions: { label: string; score: number }[][] }).predictions;
}

describe('POST /analyze', () => {
  it('answers sentiment, scores, sentences, evidence, language and facts of each document', async () => {
    const text = 'The room was lovely. The staff ignored us all week.';
    const { documents, errors } = await analyze([{ id: 'a', text }]);
    expect(errors).toEqual([]);
    const [document] = documents;
    expect(document).toMatchObject({
      id: 'a',
      index: 0,
      sentiment: 'mixed',
      sentences: [
        { offset: 0, length: 20, label: 'POSITIVE' },
        { offset: 21, length: 30, label: 'NEGATIVE' },
      ],
      evidence: [
        { direction: 'positive', sentence: 0, offset: 0 },
        { direction: 'negative', sentence: 1, offset: 21 },
      ],
      language: { code: 'en' },
      characters: text.length,
      readShare: 1,
      warnings: [],
    });
    expect(document?.scores.map(({ label }) => label).sort()).toEqual(['NEGATIVE', 'NEUTRAL', 'POSITIVE']);
    expect(document).not.toHaveProperty('words');
  });

  it('explains by words, and gives places in code points, on request', async () => {
    const text = '😀 The food was great';
    const { documents } = await analyze([{ text }], { explain: true, codePoints: true, sentences: false });
    const [document] = documents;
    expect(document).not.toHaveProperty('sentences');
    expect(document).not.toHaveProperty('evidence');
    const words = document?.words ?? [];
    const codePoints = Array.from(text);
    expect(
      words.map((word) => codePoints.slice(word.codePointOffset, word.codePointOffset + word.codePointLength).join('')),
    ).toEqual(['😀', 'The', 'food', 'was', 'great']);
    const strongest = [...words].sort((a, b) => b.contribution - a.contribution)[0];
    expect(text.slice(strongest?.offset).startsWith('great')).toBe(true);
    expect(words.reduce((sum, { contribution }) => sum + Math.abs(contribution), 0)).toBeCloseTo(1, 6);
  });

  it('is uncertain below minScore, and only then', async () => {
    const text = 'It arrived on a Tuesday, which was fine I suppose.';
    const sentiments = await Promise.all(
      [0, 1].map(async (minScore) => (await analyze([{ text }], { minScore })).documents[0]?.sentiment),
    );
    expect(sentiments[0]).not.toBe('uncertain');
    expect(sentiments[1]).toBe('uncertain');
  });

  it('warns of a language that the model does not read, unless the request names another one', async () => {
    const text = 'Das Essen war kalt und der Kellner war sehr unfreundlich zu uns.';
    const { documents } = await analyze([{ text }, { text, language: 'en' }, { text, language: 'de-AT' }]);
    expect(documents.map(({ language, warnings }) => [language?.code, warnings])).toEqual([
      ['de', ['language']],
      ['en', []],
      ['de-AT', ['language']],
    ]);
  });

  it('answers an empty text and a text of blanks with a warning', async () => {
    const { documents } = await analyze([{ text: '' }, { text: ' \n ' }]);
    expect(documents.map(({ sentences, warnings }) => [sentences, warnings])).toEqual([
      [[], ['short']],
      [[], ['short']],
    ]);
  });

  it('reads a long document in windows, and says how much of it was read', async () => {
    const text = 'The food was great and the staff were kind. '.repeat(400);
    const { documents } = await analyze([{ text }]);
    const [document] = documents;
    expect(document).toMatchObject({ sentiment: 'positive', warnings: ['truncated'], tokens: 1_778 });
    const end = document?.sentences.at(-1);
    expect(document?.readShare).toBeCloseTo(((end?.offset ?? 0) + (end?.length ?? 0)) / text.length, 2);
  });

  it('agrees with /predict on the polarity of the document', async () => {
    const texts = (JSON.parse(readFileSync(LABELLED, 'utf8')) as { text: string }[]).map(({ text }) => text);
    texts.push('I loved it. '.repeat(300), 'It was awful. '.repeat(300));
    const { documents } = await analyze(
      texts.map((text) => ({ text })),
      { sentences: false },
    );
    const predictions = await predict(texts, false);
    for (const [index, { scores }] of documents.entries()) {
      const polar = scores.filter(({ label }) => label !== 'NEUTRAL');
      expect(polar[0]?.label).toBe(predictions[index]?.[0]?.label);
    }
  });

  it('holds for 1,000 random documents: places, order, one answer each, and the scores of /predict', async () => {
    const piece = fc.oneof(
      {
        arbitrary: fc.constantFrom('I like it', 'It broke.', 'No!', '😀', 'e\u0301', '\r\n', '. ', '… ', '\n\n', ' '),
        weight: 6,
      },
      {
        arbitrary: fc.constantFrom(
          '👨‍👩‍👧‍👦',
          'Mr. Smith',
          'e.g. this',
          '\ud800',
          '好。',
          '“Great!” she said.',
          '\t',
          '1. One',
        ),
        weight: 3,
      },
      { arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }), weight: 1 },
    );
    const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
    const texts = fc.sample(text, { numRuns: 1_000, seed: 7 });
    const seen = new Map<string, { label: string; score: number }>();
    for (let start = 0; start < texts.length; start += 100) {
      const part = texts.slice(start, start + 100);
      const { documents, errors } = await analyze(
        part.map((each, index) => ({ id: String(index), text: each })),
        { codePoints: true },
      );
      expect(errors).toEqual([]);
      expect(documents.map(({ id, index }) => [id, index])).toEqual(part.map((_, index) => [String(index), index]));
      for (const { index, sentences, characters } of documents) {
        // JSON has no lone surrogates: the service gets U+FFFD.
        const sent = part[index]?.toWellFormed() ?? '';
        expect(characters).toBe(sent.length);
        const codePoints = Array.from(sent);
        let end = 0;
        for (const { offset, length, codePointOffset, codePointLength, label, score } of sentences) {
          expect(sent.slice(end, offset).trim()).toBe('');
          end = offset + length;
          const sentence = sent.slice(offset, end);
          expect(codePoints.slice(codePointOffset, codePointOffset + codePointLength).join('')).toBe(sentence);
          expect(sentence).toBe(sentence.trim());
          seen.set(sentence, { label, score });
        }
        expect(sent.slice(end).trim()).toBe('');
      }
    }
    const sentences = [...seen.keys()];
    for (let start = 0; start < sentences.length; start += 1_000) {
      const part = sentences.slice(start, start + 1_000);
      const predictions = await predict(part, true);
      part.forEach((sentence, index) => {
        const found = predictions[index]?.find(({ label }) => label === seen.get(sentence)?.label);
        expect(Math.abs((found?.score ?? Number.NaN) - (seen.get(sentence)?.score ?? Number.NaN))).toBeLessThan(1e-6);
      });
    }
  });

  it.each([
    ['dots', '.'.repeat(2_000_000)],
    ['one letter', 'a'.repeat(2_000_000)],
    ['blanks', ' '.repeat(2_000_000)],
    ['line breaks', '\n'.repeat(1_000_000)],
    ['short lines', 'a\r\n'.repeat(400_000)],
    ['emoji', '😀'.repeat(450_000)],
    ['combining marks', `a${'\u0301'.repeat(900_000)}`],
    ['quotation marks', '"'.repeat(1_000_000)],
    ['words', 'the food was good and cheap '.repeat(70_000)],
    ['ideographs', '好'.repeat(600_000)],
  ])('answers or refuses 2 MB of %s within five seconds, and probes meanwhile', async (_, text) => {
    const startMs = performance.now();
    const answer = post('/analyze', { documents: [{ text }] });
    let slowestProbeMs = 0;
    const progress = { isDone: false };
    void answer.finally(() => (progress.isDone = true));
    while (!progress.isDone) {
      const probeStartMs = performance.now();
      expect((await fetch(`${api.url}/health/live`)).status).toBe(200);
      slowestProbeMs = Math.max(slowestProbeMs, performance.now() - probeStartMs);
    }
    expect([200, 422]).toContain((await answer).status);
    expect(performance.now() - startMs).toBeLessThan(5_000);
    expect(slowestProbeMs).toBeLessThan(1_000);
  });

  it('is deterministic', async () => {
    const documents = [{ text: 'The plot was thin, but the acting was superb.' }];
    const options = { explain: true };
    expect(await analyze(documents, options)).toEqual(await analyze(documents, options));
  });

  it('keeps explained texts out of the cache, and uses it for other requests', async () => {
    const documents = [{ text: 'A text for the cache of this test alone. It has two sentences.' }];
    const getStatus = async (options: object) =>
      (await post('/analyze', { documents, ...options })).headers.get('cache-status');
    expect(await getStatus({ explain: true })).toBeNull();
    expect(await getStatus({})).toContain('misses=3');
    expect(await getStatus({})).toContain('hits=3');
  });
});

describe('POST /analyze: faults of the body', () => {
  const text = 'fine';
  it.each([
    ['no object', [], ''],
    ['no documents', {}, '/documents'],
    ['documents that are no list', { documents: 'fine' }, '/documents'],
    ['an empty list', { documents: [] }, '/documents'],
    ['a document that is a text', { documents: ['fine'] }, '/documents/0'],
    ['a document without a text', { documents: [{ id: 'a' }] }, '/documents/0/text'],
    ['a text that is a number', { documents: [{ text: 1 }] }, '/documents/0/text'],
    ['an id that is a number', { documents: [{ id: 1, text }] }, '/documents/0/id'],
    ['an id that is long', { documents: [{ id: 'x'.repeat(257), text }] }, '/documents/0/id'],
    ['an id twice', { documents: [{ id: 'a', text }, { text }, { id: 'a', text }] }, '/documents/2/id'],
    ['a language that is none', { documents: [{ text, language: 'English!' }] }, '/documents/0/language'],
    ['a flag that is a text', { documents: [{ text }], sentences: 'yes' }, '/sentences'],
    ['a score past 1', { documents: [{ text }], minScore: 1.5 }, '/minScore'],
    ['too many documents', { documents: Array.from({ length: 1_001 }, () => ({ text })) }, '/documents'],
    ['too many sentences', { documents: [{ text: 'No. '.repeat(2_001) }] }, '/documents'],
    [
      'too many documents to explain',
      { documents: Array.from({ length: 11 }, () => ({ text })), explain: true },
      '/documents',
    ],
    ['too many words to explain', { documents: [{ text: 'so '.repeat(65) }], explain: true }, '/documents/0/text'],
    ['a long text to explain', { documents: [{ text: 'x'.repeat(5_000) }], explain: true }, '/documents/0/text'],
  ])('are 422 with the place: %s', async (_, body, pointer) => {
    const response = await post('/analyze', body);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      type: 'urn:sentiment:problem:invalid-request',
      errors: [{ pointer }],
    });
  });
});
