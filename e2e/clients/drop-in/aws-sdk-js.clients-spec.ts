import {
  BatchDetectSentimentCommand,
  ComprehendClient,
  DetectDominantLanguageCommand,
  DetectSentimentCommand,
  UnsupportedLanguageException,
} from '@aws-sdk/client-comprehend';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DetectedSentiment, expectSentiments, toFloat32Sentiment } from './detected-sentiment.js';
import { countRequests, DropInServices, exhaustAddressLimit, KEY, WRONG_KEY } from './drop-in-services.js';

const TEXTS = ['This is fun', 'the movie was awful', 'The parcel came on Tuesday.', 'café 😀'];
/** The retries of the SDK: three attempts in all. */
const ATTEMPTS = 3;

let services: DropInServices;

beforeAll(async () => {
  services = await DropInServices.start();
});
afterAll(async () => {
  await services.stop();
});

/** The client as its users make it. Only the URL and the key are those of the service. */
function connect(endpoint: string, secretAccessKey = KEY, accessKeyId = 'client'): ComprehendClient {
  return new ComprehendClient({ endpoint, region: 'eu-central-1', credentials: { accessKeyId, secretAccessKey } });
}

const detect = (client: ComprehendClient, Text: string) =>
  client.send(new DetectSentimentCommand({ Text, LanguageCode: 'en' }));

describe('@aws-sdk/client-comprehend', () => {
  it.each(TEXTS)('has the class and the scores of /predict with its neutral label: %j', async (text) => {
    const { url } = services.open;
    const answer = (await detect(connect(url), text)) as unknown as DetectedSentiment;
    expect([toFloat32Sentiment(answer)]).toEqual(await expectSentiments(url, [text]));
  });

  it('has the results of a batch, and the errors of single texts beside them', async () => {
    const { url } = services.open;
    const command = new BatchDetectSentimentCommand({ TextList: ['', ...TEXTS], LanguageCode: 'en' });
    const { ResultList: results = [], ErrorList: errors } = await connect(url).send(command);
    expect(results.map(({ Index }) => Index)).toEqual([1, 2, 3, 4]);
    expect((results as DetectedSentiment[]).map(toFloat32Sentiment)).toEqual(await expectSentiments(url, TEXTS));
    expect(errors).toEqual([{ Index: 0, ErrorCode: 'INVALID_REQUEST', ErrorMessage: 'The text is empty.' }]);
  });

  it('throws its own error for a language that the model does not read', async () => {
    const french = connect(services.open.url).send(new DetectSentimentCommand({ Text: 'a', LanguageCode: 'fr' }));
    await expect(french).rejects.toBeInstanceOf(UnsupportedLanguageException);
  });

  it('is told that an operation is unknown, and that a text is empty', async () => {
    const client = connect(services.open.url);
    const languages = client.send(new DetectDominantLanguageCommand({ Text: 'a' }));
    await expect(languages).rejects.toMatchObject({ name: 'UnknownOperationException' });
    await expect(detect(client, '')).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: 'The text is empty.',
    });
  });

  it('is refused with a wrong secret and an unknown ID, and admitted with the right ones', async () => {
    const { url } = services.guarded;
    await expect(detect(connect(url, WRONG_KEY), 'a')).rejects.toMatchObject({
      name: 'InvalidSignatureException',
      $metadata: { httpStatusCode: 403, attempts: 1 },
    });
    await expect(detect(connect(url, KEY, 'another'), 'a')).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
    expect(await detect(connect(url), 'This is fun')).toMatchObject({ Sentiment: 'POSITIVE' });
  });

  it('tries again exactly as often as its policy says when the service has too much to do', async () => {
    const { guarded } = services;
    await exhaustAddressLimit(guarded);
    const before = await countRequests(guarded);
    await expect(detect(connect(guarded.url), 'This is fun')).rejects.toMatchObject({ name: 'ThrottlingException' });
    expect((await countRequests(guarded)) - before).toBe(ATTEMPTS);
  });
});
