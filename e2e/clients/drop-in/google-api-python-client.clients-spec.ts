import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isMissing } from '#libs/testing';
import { BUSY_KEY, countRequests, DropInServices, KEY, TOO_MANY_REQUESTS, WRONG_KEY } from './drop-in-services.js';
import { expectGoogleSentiments, toFloat32Sentiment, type GoogleSentiment } from './google-sentiment.js';
import { PythonCalls } from './python-calls.js';

const SENTENCES = ['This is fun 😀.', 'The café was awful!', 'The parcel came on Tuesday.'];
const CONTENT = SENTENCES.join(' ');

interface Call {
  readonly answer: {
    readonly documentSentiment: GoogleSentiment;
    readonly language?: string;
    readonly languageCode?: string;
    readonly sentences: readonly { readonly text: object; readonly sentiment: GoogleSentiment }[];
  };
  readonly headers: Readonly<Record<string, string>>;
}

describe.skipIf(isMissing('python3'))('google-api-python-client: language', () => {
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

  async function analyze(url: string, document: object, options: object = {}): Promise<Call> {
    const body = { document: { type: 'PLAIN_TEXT', ...document }, encodingType: 'UTF32' };
    return (await python.call('analyze_by_discovery', { url, version: 'v2', body, ...options })) as Call;
  }

  it.each([
    ['v1', { language: 'en' }],
    ['v2', { languageCode: 'en', languageSupported: true }],
  ])('has the scores of /predict with its neutral label: %s', async (version, language) => {
    const { url } = services.open;
    const { answer } = await analyze(url, { content: CONTENT }, { version });
    const expected = await expectGoogleSentiments(url, SENTENCES);
    expect(toFloat32Sentiment(answer.documentSentiment)).toEqual(expected.document);
    expect(answer.sentences.map(({ sentiment }) => toFloat32Sentiment(sentiment))).toEqual(expected.sentences);
    expect(answer.sentences.map(({ text }) => text)).toEqual(
      SENTENCES.map((content, index) => ({ content, beginOffset: [0, 15, 35][index] })),
    );
    expect(answer).toMatchObject(language);
  });

  it('says that the model read a document only in part', async () => {
    const { headers } = await analyze(services.open.url, { content: 'It was good. '.repeat(1_500) });
    expect(headers['x-truncated']).toBe('0');
  });

  it.each([
    [{ content: 'a', languageCode: 'fr' }, 'The language fr is not supported.'],
    [{ type: 'HTML', content: '<p>fun</p>' }, 'document.type must be PLAIN_TEXT (1).'],
    [{ gcsContentUri: 'gs://a/b' }, 'document.gcsContentUri is not supported.'],
    [{ content: '' }, 'document.content must have some text.'],
  ])('shows why a document is refused: %j', async (document, message) => {
    await expect(analyze(services.open.url, document)).rejects.toMatchObject({
      type: 'HttpError',
      status: 400,
      message: expect.stringContaining(message) as string,
    });
  });

  it('is told that another method is unknown', async () => {
    await expect(analyze(services.open.url, { content: 'a' }, { method: 'moderateText' })).rejects.toMatchObject({
      type: 'HttpError',
      status: 404,
      message: expect.stringContaining('This service has only documents:analyzeSentiment.') as string,
    });
  });

  it('is refused with a wrong key in its URL, and admitted with the right one', async () => {
    const { url } = services.guarded;
    await expect(analyze(url, { content: CONTENT }, { key: WRONG_KEY })).rejects.toMatchObject({
      type: 'HttpError',
      status: 401,
      message: expect.stringContaining('Send a valid API key') as string,
    });
    const { answer } = await analyze(url, { content: CONTENT }, { key: KEY });
    expect(answer.sentences).toHaveLength(SENTENCES.length);
    expect(services.guarded.output()).not.toMatch(new RegExp(`${KEY}|${WRONG_KEY}`));
  });

  it('shows the key itself in its exceptions, because it is in the URL', async () => {
    await expect(analyze(services.guarded.url, { content: 'a' }, { key: WRONG_KEY })).rejects.toMatchObject({
      message: expect.stringContaining(`key=${WRONG_KEY}`) as string,
    });
  });

  it('does not try again when the service has too much to do', async () => {
    const { guarded } = services;
    const before = await countRequests(guarded);
    await expect(analyze(guarded.url, { content: CONTENT }, { key: BUSY_KEY })).rejects.toMatchObject({
      type: 'HttpError',
      status: 429,
      message: expect.stringContaining(TOO_MANY_REQUESTS) as string,
    });
    expect((await countRequests(guarded)) - before).toBe(1);
  });
});
