import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isMissing } from '#libs/testing';
import { withBriefLimit } from './brief-limit.js';
import { expectClasses, toClassifiedText, type ClassifiedText } from './class-scores.js';
import { countRequests, DropInServices, KEY, WRONG_KEY } from './drop-in-services.js';
import { PythonCalls } from './python-calls.js';

const TEXTS = ['This is fun', 'the movie was awful', 'The parcel came on Tuesday.', 'café 😀'];
const TWO_SENTENCES = 'The room was lovely 😀. The staff ignored us all week.';
const VERSIONS = [null, '2022-05-01', 'v3.1', 'v3.0'];

interface Sentence extends ClassifiedText {
  readonly text: string;
  readonly offset: number;
  readonly length: number;
}
interface Answer extends ClassifiedText {
  readonly id: string;
  readonly code?: string;
  readonly sentences: readonly Sentence[];
  readonly warnings: readonly string[];
  readonly characters: number | null;
}
interface Answers {
  readonly documents: readonly Answer[];
  readonly statistics: Readonly<Record<string, number>> | null;
  readonly model_version: string;
}

describe.skipIf(isMissing('python3'))('azure-ai-textanalytics', () => {
  let services: DropInServices;
  let python: PythonCalls;

  beforeAll(async () => {
    services = await DropInServices.start();
    python = new PythonCalls('azure_calls');
  });
  afterAll(async () => {
    await Promise.all([python.stop(), services.stop()]);
  });

  async function analyze(url: string, documents: readonly unknown[], options: object = {}): Promise<Answers> {
    return (await python.call('analyze', { url, documents, key: KEY, ...options })) as Answers;
  }

  it.each(VERSIONS)(
    'has the classes and the scores of /predict with its neutral label: version %s',
    async (version) => {
      const { url } = services.open;
      const { documents, model_version: model } = await analyze(url, TEXTS, { api_version: version });
      expect(documents.map(toClassifiedText)).toEqual(await expectClasses(url, TEXTS));
      expect(model).toMatch(/^minilm-l6-sentiment@/);
    },
  );

  it('has the classes and the places of sentences', async () => {
    const { url } = services.open;
    const { documents } = await analyze(url, [TWO_SENTENCES]);
    const sentences = documents[0]?.sentences ?? [];
    const texts = ['The room was lovely 😀.', 'The staff ignored us all week.'];
    expect(sentences.map(({ text }) => text)).toEqual(texts);
    expect(sentences.map(toClassifiedText)).toEqual(await expectClasses(url, texts));
    // This client asks for code points.
    expect(sentences.flatMap(({ offset, length }) => [offset, length])).toEqual([0, 22, 23, 30]);
  });

  it('has the errors of single documents beside the answers of the others', async () => {
    const documents = [
      { id: 'b', text: ' ' },
      { id: 'a', text: 'This is fun', language: 'en-US' },
      { id: 'c', text: "C'est bien", language: 'fr' },
    ];
    const { documents: results } = await analyze(services.open.url, documents);
    expect(results.map(({ id, code, sentiment }) => [id, code ?? sentiment])).toEqual([
      ['b', 'InvalidDocument'],
      ['a', 'positive'],
      ['c', 'UnsupportedLanguageCode'],
    ]);
  });

  it('has statistics, and a warning for a document that the model read in part', async () => {
    const long = 'It was good. '.repeat(5_000);
    const { documents, statistics } = await analyze(services.open.url, [long, '👨‍👩‍👧‍👦'], { show_stats: true });
    expect(documents.map(({ warnings }) => warnings)).toEqual([['DocumentTruncated'], []]);
    expect(documents.map(({ characters }) => characters)).toEqual([65_000, 1]);
    expect(statistics).toMatchObject({ document_count: 2, valid_document_count: 2, transaction_count: 66 });
  });

  it('is told why a request is refused', async () => {
    const { url } = services.open;
    await expect(analyze(url, ['a'], { show_opinion_mining: true })).rejects.toMatchObject({
      type: 'HttpResponseError',
      status: 400,
      message: expect.stringContaining('(InvalidParameterValue) The service does not mine opinions') as string,
    });
    await expect(analyze(url, Array<string>(1_001).fill('a'))).rejects.toMatchObject({
      message: expect.stringContaining('(InvalidDocumentBatch)') as string,
    });
    await expect(python.call('detect_language', { url, documents: ['a'], key: KEY })).rejects.toMatchObject({
      message: expect.stringContaining('The service does no other analysis') as string,
    });
    await expect(python.call('begin_actions', { url, documents: ['a'], key: KEY })).rejects.toMatchObject({
      status: 404,
      message: expect.stringContaining('The service has no jobs') as string,
    });
  });

  it('is refused with a wrong key, and admitted with the right one', async () => {
    const { url } = services.guarded;
    await expect(analyze(url, ['a'], { key: WRONG_KEY })).rejects.toMatchObject({
      type: 'ClientAuthenticationError',
      status: 401,
      message: expect.stringContaining('Ocp-Apim-Subscription-Key') as string,
    });
    expect((await analyze(url, ['This is fun'])).documents).toMatchObject([{ sentiment: 'positive' }]);
  });

  it('waits for the time in Retry-After when it has sent too many requests, and sends the request again', async () => {
    await withBriefLimit(async (api) => {
      await analyze(api.url, ['a']);
      expect((await analyze(api.url, ['This is fun'])).documents).toMatchObject([{ sentiment: 'positive' }]);
      expect(await countRequests(api)).toBe(3);
    });
  });
});
