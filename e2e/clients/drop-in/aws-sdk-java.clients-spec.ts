import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isMissing } from '#libs/testing';
import type { ClientCalls } from './client-calls.js';
import { startJavaCalls } from './compiled-calls.js';
import { type DetectedSentiment, expectSentiments, toFloat32Sentiment } from './detected-sentiment.js';
import { countRequests, DropInServices, exhaustAddressLimit, KEY, WRONG_KEY } from './drop-in-services.js';

const TEXTS = ['This is fun', 'the movie was awful', 'The parcel came on Tuesday.', 'café 😀'];
/** Longer than what the SDK sends in one piece. */
const LONG_TEXT = `${'A good day in the café. '.repeat(1_000)}😀`;
const SIGNED = { name: 'client', key: KEY };
/** The retries of the SDK: three attempts in all. */
const ATTEMPTS = 3;

interface Answer extends DetectedSentiment {
  readonly requestId: string;
  readonly headers: Readonly<Record<string, readonly string[]>>;
}
interface BatchAnswer {
  readonly ResultList: readonly (DetectedSentiment & { readonly Index: number })[];
  readonly ErrorList: readonly object[];
  readonly headers: Readonly<Record<string, readonly string[]>>;
}

describe.skipIf(isMissing('javac', 'mvn'))('AWS SDK for Java: Comprehend', () => {
  let services: DropInServices;
  let java: ClientCalls;

  beforeAll(async () => {
    [services, java] = await Promise.all([DropInServices.start(), startJavaCalls()]);
  }, 300_000);
  afterAll(async () => {
    await java.stop();
    await services.stop();
  });

  const detect = async (url: string, text: string, client: object = SIGNED, language = 'en') =>
    (await java.call('detectSentiment', { url, text, language, ...client })) as Answer;
  const detectBatch = async (url: string, texts: readonly string[]) =>
    (await java.call('batchDetectSentiment', { url, texts, language: 'en', ...SIGNED })) as BatchAnswer;

  it.each([...TEXTS.map((text): [string, string] => [text, text]), ['a text in several pieces', LONG_TEXT]])(
    'has the class and the scores of /predict with its neutral label: %s',
    async (_, text) => {
      const { url } = services.open;
      const answer = await detect(url, text);
      expect([toFloat32Sentiment(answer)]).toEqual(await expectSentiments(url, [text]));
      expect(answer.headers['X-Request-Id']).toEqual([answer.requestId]);
    },
  );

  it('has the results of a batch, and the errors of single texts beside them', async () => {
    const { url } = services.open;
    const { ResultList: results, ErrorList: errors } = await detectBatch(url, ['', ...TEXTS]);
    expect(results.map(({ Index }) => Index)).toEqual([1, 2, 3, 4]);
    expect(results.map(toFloat32Sentiment)).toEqual(await expectSentiments(url, TEXTS));
    expect(errors).toEqual([{ Index: 0, ErrorCode: 'INVALID_REQUEST', ErrorMessage: 'The text is empty.' }]);
  });

  it('finds the service by a URL with a slash at its end', async () => {
    expect(await detect(`${services.open.url}/`, 'This is fun')).toMatchObject({ Sentiment: 'POSITIVE' });
  });

  it('needs no signature where the service has no keys', async () => {
    expect(await detect(services.open.url, 'This is fun', {})).toMatchObject({ Sentiment: 'POSITIVE' });
  });

  it('says which texts were cut', async () => {
    const { headers } = await detectBatch(services.open.url, ['a', 'word '.repeat(5_000)]);
    expect(headers['X-Truncated']).toEqual(['1']);
  });

  it('throws its own exceptions for a language that the model does not read, and for an empty text', async () => {
    const { url } = services.open;
    await expect(detect(url, 'a', SIGNED, 'fr')).rejects.toMatchObject({
      type: 'UnsupportedLanguageException',
      status: 400,
    });
    await expect(detect(url, '')).rejects.toMatchObject({
      type: 'InvalidRequestException',
      message: 'InvalidRequestException: The text is empty.',
    });
  });

  it('is told that an operation is unknown', async () => {
    const languages = java.call('detectDominantLanguage', { url: services.open.url, text: 'a' });
    await expect(languages).rejects.toMatchObject({
      type: 'ComprehendException',
      status: 400,
      message: expect.stringMatching(/^UnknownOperationException: /) as string,
    });
  });

  it.each([
    ['a wrong secret', { name: 'client', key: WRONG_KEY }, 'InvalidSignatureException'],
    ['an unknown ID', { name: 'another', key: KEY }, 'UnrecognizedClientException'],
    ['no signature', {}, 'MissingAuthenticationTokenException'],
  ])('is refused with %s, and admitted with the right ones', async (_, client, code) => {
    const { url } = services.guarded;
    await expect(detect(url, 'This is fun', client)).rejects.toMatchObject({
      type: 'ComprehendException',
      status: 403,
      message: expect.stringContaining(code) as string,
    });
    expect(await detect(url, 'This is fun')).toMatchObject({ Sentiment: 'POSITIVE' });
  });

  it('tries again exactly as often as its policy says when the service has too much to do', async () => {
    const { guarded } = services;
    await exhaustAddressLimit(guarded);
    const before = await countRequests(guarded);
    await expect(detect(guarded.url, 'This is fun')).rejects.toMatchObject({
      status: 429,
      message: expect.stringContaining('ThrottlingException') as string,
    });
    expect((await countRequests(guarded)) - before).toBe(ATTEMPTS);
  });
});
