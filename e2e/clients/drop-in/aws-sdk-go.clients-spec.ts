import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isMissing } from '#libs/testing';
import type { ClientCalls } from './client-calls.js';
import { startGoCalls } from './compiled-calls.js';
import { type DetectedSentiment, expectSentiments, toFloat32Sentiment } from './detected-sentiment.js';
import { countRequests, DropInServices, exhaustAddressLimit, KEY, WRONG_KEY } from './drop-in-services.js';

const TEXTS = ['This is fun', 'the movie was awful', 'The parcel came on Tuesday.', 'café 😀'];
const SIGNED = { name: 'client', key: KEY };
/** The retries of the SDK: three attempts in all. */
const ATTEMPTS = 3;

interface BatchAnswer {
  readonly ResultList: readonly (DetectedSentiment & { readonly Index: number })[];
  readonly ErrorList: readonly object[];
}

describe.skipIf(isMissing('go'))('AWS SDK for Go: Comprehend', () => {
  let services: DropInServices;
  let go: ClientCalls;

  beforeAll(async () => {
    [services, go] = await Promise.all([DropInServices.start(), startGoCalls()]);
  }, 300_000);
  afterAll(async () => {
    await go.stop();
    await services.stop();
  });

  const detect = async (url: string, text: string, client: object = SIGNED, language = 'en') =>
    (await go.call('detectSentiment', { url, text, language, ...client })) as DetectedSentiment;

  it.each(TEXTS)('has the class and the scores of /predict with its neutral label: %j', async (text) => {
    const { url } = services.open;
    expect([toFloat32Sentiment(await detect(url, text))]).toEqual(await expectSentiments(url, [text]));
  });

  it('has the results of a batch, and the errors of single texts beside them', async () => {
    const { url } = services.open;
    const values = { url, texts: ['', ...TEXTS], language: 'en', ...SIGNED };
    const { ResultList: results, ErrorList: errors } = (await go.call('batchDetectSentiment', values)) as BatchAnswer;
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

  it('has an error of its own type for a language that the model does not read', async () => {
    await expect(detect(services.open.url, 'a', SIGNED, 'fr')).rejects.toMatchObject({
      type: 'types.UnsupportedLanguageException',
      status: 400,
      message: expect.stringContaining('The model reads only these languages') as string,
    });
  });

  it('is told that an operation is unknown, and that a text is empty', async () => {
    const { url } = services.open;
    const languages = go.call('detectDominantLanguage', { url, text: 'a' });
    await expect(languages).rejects.toMatchObject({ type: 'UnknownOperationException', status: 400 });
    await expect(detect(url, '')).rejects.toMatchObject({
      type: 'InvalidRequestException',
      message: 'The text is empty.',
    });
  });

  it.each([
    ['a wrong secret', { name: 'client', key: WRONG_KEY }, 'InvalidSignatureException'],
    ['an unknown ID', { name: 'another', key: KEY }, 'UnrecognizedClientException'],
    ['no signature', {}, 'MissingAuthenticationTokenException'],
  ])('is refused with %s, and admitted with the right ones', async (_, client, type) => {
    const { url } = services.guarded;
    await expect(detect(url, 'This is fun', client)).rejects.toMatchObject({ type, status: 403 });
    expect(await detect(url, 'This is fun')).toMatchObject({ Sentiment: 'POSITIVE' });
  });

  it('tries again exactly as often as its policy says when the service has too much to do', async () => {
    const { guarded } = services;
    await exhaustAddressLimit(guarded);
    const before = await countRequests(guarded);
    await expect(detect(guarded.url, 'This is fun')).rejects.toMatchObject({
      type: 'ThrottlingException',
      status: 429,
    });
    expect((await countRequests(guarded)) - before).toBe(ATTEMPTS);
  });
});
