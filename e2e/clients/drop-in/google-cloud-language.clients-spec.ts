import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isMissing, startLoadingApi } from '#libs/testing';
import { BUSY_KEY, countRequests, DropInServices, KEY, TOO_MANY_REQUESTS, WRONG_KEY } from './drop-in-services.js';
import { expectGoogleSentiments, toFloat32Sentiment, type GoogleSentiment } from './google-sentiment.js';
import { PythonCalls } from './python-calls.js';

const SENTENCES = ['This is fun 😀.', 'The café was awful!', 'The parcel came on Tuesday.'];
const CONTENT = SENTENCES.join(' ');
const VERSIONS = ['v1', 'v2'] as const;
type Version = (typeof VERSIONS)[number];

interface Answer {
  readonly document_sentiment: GoogleSentiment;
  readonly language?: string;
  readonly language_code?: string;
  readonly language_supported?: boolean;
  readonly sentences: readonly {
    readonly text: { readonly content: string; readonly begin_offset: number };
    readonly sentiment: GoogleSentiment;
  }[];
}

describe.skipIf(isMissing('python3'))('google-cloud-language over REST', () => {
  let services: DropInServices;
  let python: PythonCalls;

  beforeAll(async () => {
    services = await DropInServices.start();
    python = new PythonCalls('google_calls');
  });
  afterAll(async () => {
    await python.stop();
    await services.stop();
  });

  async function analyze(url: string, version: Version, content: string, request: object = {}): Promise<Answer> {
    return (await python.call('analyze', { url, version, content, ...request })) as Answer;
  }

  it.each(VERSIONS)('has the scores of /predict with its neutral label: %s', async (version) => {
    const { url } = services.open;
    const answer = await analyze(url, version, CONTENT);
    const expected = await expectGoogleSentiments(url, SENTENCES);
    expect(toFloat32Sentiment(answer.document_sentiment)).toEqual(expected.document);
    expect(answer.sentences.map(({ sentiment }) => toFloat32Sentiment(sentiment))).toEqual(expected.sentences);
    expect(answer.sentences.map(({ text }) => text.content)).toEqual(SENTENCES);
    expect(answer).toMatchObject(
      version === 'v1' ? { language: 'en' } : { language_code: 'en', language_supported: true },
    );
  });

  it.each([
    [{}, [-1, -1, -1]],
    [{ encoding_type: 'UTF8' }, [0, 18, 39]],
    [{ encoding_type: 'UTF16' }, [0, 16, 36]],
    [{ encoding_type: 'UTF32' }, [0, 15, 35]],
  ])('has the offsets of sentences in its unit: %j', async (request, offsets) => {
    const { sentences } = await analyze(services.open.url, 'v2', CONTENT, request);
    expect(sentences.map(({ text }) => text.begin_offset)).toEqual(offsets);
  });

  it('has the offsets in code points that Python counts', async () => {
    const { sentences } = await analyze(services.open.url, 'v1', CONTENT, { encoding_type: 'UTF32' });
    const codePoints = Array.from(CONTENT);
    for (const { text } of sentences) {
      expect(codePoints.slice(text.begin_offset).join('').startsWith(text.content)).toBe(true);
    }
  });

  it.each([
    ['v1', 'language'],
    ['v2', 'language_code'],
  ] as const)('may name a language that the model reads, and no other one: %s', async (version, field) => {
    const { url } = services.open;
    const english = await analyze(url, version, CONTENT, { document: { [field]: 'en-GB' } });
    expect(english[field as 'language']).toBe('en-GB');
    await expect(analyze(url, version, CONTENT, { document: { [field]: 'fr' } })).rejects.toMatchObject({
      type: 'BadRequest',
      status: 400,
      message: expect.stringContaining('The language fr is not supported.') as string,
    });
  });

  it.each([
    ['HTML', '<p>fun</p>', { document: { type_: 'HTML' } }, 'document.type must be PLAIN_TEXT (1).'],
    ['an empty text', '', {}, 'document.content must have some text.'],
  ])('shows why a document is refused: %s', async (_, content, request, message) => {
    await expect(analyze(services.open.url, 'v2', content, request)).rejects.toMatchObject({
      type: 'BadRequest',
      status: 400,
      message: expect.stringContaining(message) as string,
    });
  });

  it('is told that another method is unknown', async () => {
    const { url } = services.open;
    const entities = python.call('call_method', { url, method: 'analyze_entities', content: 'a' });
    await expect(entities).rejects.toMatchObject({
      type: 'NotFound',
      status: 404,
      message: expect.stringContaining('This service has only documents:analyzeSentiment.') as string,
    });
  });

  it('has the sentences of the part that the model read', async () => {
    const { sentences } = await analyze(services.open.url, 'v1', 'It was good. '.repeat(1_500));
    expect(sentences.length).toBeGreaterThan(100);
    expect(sentences.length).toBeLessThan(1_500);
  });

  it('is refused with a wrong key, and admitted with the right one', async () => {
    const { url } = services.guarded;
    await expect(analyze(url, 'v1', CONTENT, { key: WRONG_KEY })).rejects.toMatchObject({
      type: 'Unauthorized',
      status: 401,
      message: expect.stringContaining('Send a valid API key') as string,
    });
    expect((await analyze(url, 'v1', CONTENT, { key: KEY })).sentences).toHaveLength(SENTENCES.length);
  });

  it('shows an error of its own, and not that of the service, when it has no key', async () => {
    await expect(analyze(services.guarded.url, 'v1', CONTENT)).rejects.toMatchObject({ type: 'InvalidOperation' });
  });

  it('does not try again when the service has too much to do', async () => {
    const { guarded } = services;
    const before = await countRequests(guarded);
    await expect(analyze(guarded.url, 'v2', CONTENT, { key: BUSY_KEY })).rejects.toMatchObject({
      type: 'TooManyRequests',
      status: 429,
      message: expect.stringContaining(TOO_MANY_REQUESTS) as string,
    });
    expect((await countRequests(guarded)) - before).toBe(1);
  });

  it('tries again while the model loads', async () => {
    const { api, finish } = await startLoadingApi();
    const answer = analyze(api.url, 'v2', 'good');
    await expect.poll(() => countRequests(api), { timeout: 10_000 }).toBeGreaterThan(2);
    await finish();
    expect((await answer).sentences).toHaveLength(1);
    await api.stop();
  });
});
