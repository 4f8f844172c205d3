import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isMissing } from '#libs/testing';
import { type DetectedSentiment, expectSentiments, toFloat32Sentiment } from './detected-sentiment.js';
import { countRequests, DropInServices, exhaustAddressLimit, KEY, WRONG_KEY } from './drop-in-services.js';
import { PythonCalls } from './python-calls.js';

const TEXTS = ['This is fun', 'the movie was awful', 'The parcel came on Tuesday.', 'café 😀'];
/** Of the key in the key file of the services. */
const NAME = 'client';
/** The retries of boto3: three attempts in all. */
const ATTEMPTS = 3;

interface Call {
  readonly answer: Readonly<Record<string, unknown>>;
  readonly request_id: string;
  readonly headers: Readonly<Record<string, string>>;
}

describe.skipIf(isMissing('python3'))('boto3: Comprehend', () => {
  let services: DropInServices;
  let python: PythonCalls;

  beforeAll(async () => {
    services = await DropInServices.start();
    python = new PythonCalls('boto3_calls');
  });
  afterAll(async () => {
    await python.stop();
    await services.stop();
  });

  async function call(
    url: string,
    operation: string,
    values: object,
    client: object = { name: NAME, key: KEY },
  ): Promise<Call> {
    return (await python.call('call', { url, operation, arguments: values, ...client })) as Call;
  }

  const detect = (url: string, text: string, client?: object) =>
    call(url, 'detect_sentiment', { Text: text, LanguageCode: 'en' }, client);

  it.each(TEXTS)('has the class and the scores of /predict with its neutral label: %j', async (text) => {
    const { url } = services.open;
    const { answer, request_id: requestId, headers } = await detect(url, text);
    const [expected] = await expectSentiments(url, [text]);
    expect(toFloat32Sentiment(answer as unknown as DetectedSentiment)).toEqual(expected);
    expect(headers['x-request-id']).toBe(requestId);
  });

  it('has the results of a batch, and the errors of single texts beside them', async () => {
    const { url } = services.open;
    const { answer } = await call(url, 'batch_detect_sentiment', { TextList: [...TEXTS, ' '], LanguageCode: 'en' });
    const results = answer.ResultList as (DetectedSentiment & { Index: number })[];
    expect(results.map(({ Index }) => Index)).toEqual(TEXTS.map((_, index) => index));
    expect(results.map(toFloat32Sentiment)).toEqual(await expectSentiments(url, TEXTS));
    expect(answer.ErrorList).toEqual([
      { Index: TEXTS.length, ErrorCode: 'INVALID_REQUEST', ErrorMessage: 'The text is empty.' },
    ]);
  });

  it('finds the service by a URL with a slash at its end', async () => {
    expect((await detect(`${services.open.url}/`, 'This is fun')).answer).toMatchObject({ Sentiment: 'POSITIVE' });
  });

  it('needs no signature where the service has no keys', async () => {
    expect((await detect(services.open.url, 'This is fun', {})).answer).toMatchObject({ Sentiment: 'POSITIVE' });
  });

  it('says which texts were cut', async () => {
    const long = 'word '.repeat(5_000);
    const { headers } = await call(services.open.url, 'batch_detect_sentiment', {
      TextList: ['a', long],
      LanguageCode: 'en',
    });
    expect(headers['x-truncated']).toBe('1');
  });

  it('raises its own exception for a language that the model does not read', async () => {
    const french = call(services.open.url, 'detect_sentiment', { Text: 'a', LanguageCode: 'fr' });
    await expect(french).rejects.toMatchObject({ type: 'UnsupportedLanguageException', status: 400 });
  });

  it('is told that an operation is unknown', async () => {
    const languages = call(services.open.url, 'detect_dominant_language', { Text: 'a' });
    await expect(languages).rejects.toMatchObject({
      type: 'ClientError',
      status: 400,
      message: expect.stringContaining('(UnknownOperationException)') as string,
    });
  });

  it('does not send an empty text', async () => {
    const { open } = services;
    const before = await countRequests(open);
    await expect(detect(open.url, '')).rejects.toMatchObject({ type: 'ParamValidationError' });
    expect((await countRequests(open)) - before).toBe(0);
  });

  it.each([
    ['a wrong secret', { name: NAME, key: WRONG_KEY }, 'InvalidSignatureException'],
    ['an unknown ID', { name: 'another', key: KEY }, 'UnrecognizedClientException'],
    ['no signature', {}, 'MissingAuthenticationTokenException'],
  ])('is refused with %s, and admitted with the right ones', async (_, client, code) => {
    const { url } = services.guarded;
    await expect(detect(url, 'This is fun', client)).rejects.toMatchObject({
      type: 'ClientError',
      status: 403,
      message: expect.stringContaining(`(${code})`) as string,
    });
    expect((await detect(url, 'This is fun')).answer).toMatchObject({ Sentiment: 'POSITIVE' });
  });

  it('tries again exactly as often as its policy says when the service has too much to do', async () => {
    const { guarded } = services;
    await exhaustAddressLimit(guarded);
    const before = await countRequests(guarded);
    await expect(detect(guarded.url, 'This is fun')).rejects.toMatchObject({
      status: 429,
      message: expect.stringContaining('(ThrottlingException)') as string,
    });
    expect((await countRequests(guarded)) - before).toBe(ATTEMPTS);
  });
});
