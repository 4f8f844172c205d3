import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postJsonTo, startApi, type Api } from '#libs/testing';
import { metricSum, readMetrics } from '../metrics-page.js';

const KEY = 'k'.repeat(32);
const LANGUAGE = '/language/:analyze-text?api-version=2023-04-01';
const TEXT_ANALYTICS = '/text/analytics/v3.1/sentiment';
const TEXTS = ['This is fun', 'the movie was awful', 'The parcel came on Tuesday.'];
const FAMILY = '👨‍👩‍👧‍👦';
const MIXED = `The room was lovely ${FAMILY}. The staff ignored us all week.`;

let open: Api;
let guarded: Api;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'azure-'));
  writeFileSync(join(folder, 'keys'), `team:${KEY}\n`);
  const strict = { API_KEYS_FILE: join(folder, 'keys'), DIALECT_LIMITS: 'strict', DIALECT_MIXED: 'on' };
  [open, guarded] = await Promise.all([
    startApi({ env: { MODEL_PROCESSES: '1' } }),
    startApi({ env: { MODEL_PROCESSES: '1', ...strict } }),
  ]);
});
afterAll(async () => {
  await Promise.all([open.stop(), guarded.stop()]);
  rmSync(folder, { recursive: true });
});

interface Scores {
  readonly confidenceScores: { readonly positive: number; readonly neutral: number; readonly negative: number };
}
interface Results {
  readonly documents: readonly (Scores & {
    readonly sentiment: string;
    readonly sentences: readonly (Scores & {
      readonly text: string;
      readonly offset: number;
      readonly length: number;
    })[];
  })[];
}

const listDocuments = (texts: readonly string[]) => texts.map((text, index) => ({ id: String(index), text }));
const toBody = (documents: unknown, parameters?: object) => {
  return { kind: 'SentimentAnalysis', analysisInput: { documents }, parameters };
};

async function send(api: Api, path: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(api.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, json: await response.json() };
}

async function analyze(api: Api, texts: readonly string[], parameters?: object): Promise<Results> {
  const key = { 'ocp-apim-subscription-key': KEY };
  const { json } = await send(api, LANGUAGE, toBody(listDocuments(texts), parameters), key);
  return (json as { results: Results }).results;
}

/** @returns the scores of `POST /predict` with its neutral label */
async function predictScores(texts: readonly string[]): Promise<Scores['confidenceScores'][]> {
  const answer = await (await postJsonTo(open.url, '/predict', { text: texts, neutral: true })).json();
  const { predictions } = answer as { predictions: { label: string; score: number }[][] };
  return predictions.map((labels) => {
    const score = (label: string) => labels.find((each) => each.label === label)?.score ?? Number.NaN;
    return { positive: score('POSITIVE'), neutral: score('NEUTRAL'), negative: score('NEGATIVE') };
  });
}

describe('Azure AI Language', () => {
  it('gives documents and sentences the scores of POST /predict with its neutral label', async () => {
    const texts = [...TEXTS, MIXED];
    const { documents } = await analyze(open, texts);
    expect(documents.map(({ confidenceScores }) => confidenceScores)).toEqual(await predictScores(texts));
    const sentences = documents.flatMap((document) => document.sentences);
    expect(sentences.map(({ confidenceScores }) => confidenceScores)).toEqual(
      await predictScores(sentences.map(({ text }) => text)),
    );
    expect(sentences).toHaveLength(5);
  });

  it.each([
    [undefined, [0, 22, 23, 30]],
    ['TextElements_v8', [0, 22, 23, 30]],
    ['UnicodeCodePoint', [0, 28, 29, 30]],
    ['Utf16CodeUnit', [0, 32, 33, 30]],
  ])('has offsets in the unit %s', async (stringIndexType, expected) => {
    const { documents } = await analyze(open, [MIXED], { stringIndexType });
    expect(documents[0]?.sentences.flatMap(({ offset, length }) => [offset, length])).toEqual(expected);
  });

  it('repeats the id of the client', async () => {
    const { headers } = await send(open, LANGUAGE, toBody(listDocuments(TEXTS)), { 'x-ms-client-request-id': 'a-1' });
    expect([headers.get('x-ms-client-request-id'), headers.get('content-type')]).toEqual(['a-1', 'application/json']);
    const other = await send(open, LANGUAGE, toBody(listDocuments(TEXTS)), { 'x-ms-client-request-id': 'a b' });
    expect(other.headers.get('x-ms-client-request-id')).toBeNull();
  });

  it.each([
    ['without a key', LANGUAGE, {}, 401],
    ['for another operation', '/language/analyze-text/jobs', { 'ocp-apim-subscription-key': KEY }, 404],
    ['of a body that is no JSON', '/text/analytics/v3.1/sentiment', { 'ocp-apim-subscription-key': KEY }, 400],
  ])('repeats the request id of the client in the refusal %s', async (_, path, headers, status) => {
    const response = await send(guarded, path, 'no JSON', { ...headers, 'x-ms-client-request-id': 'a-1' });
    expect([response.status, response.headers.get('x-ms-client-request-id')]).toEqual([status, 'a-1']);
  });

  it('warns of a document that the model read in part, and names it in X-Truncated', async () => {
    const documents = listDocuments(['', 'It was good. '.repeat(5_000)]);
    const { headers, json } = await send(open, `${LANGUAGE}&showStats=true`, toBody(documents));
    expect(headers.get('x-truncated')).toBe('1');
    expect(json).toMatchObject({
      results: {
        documents: [
          {
            id: '1',
            warnings: [{ code: 'DocumentTruncated' }],
            statistics: { charactersCount: 65_000, transactionsCount: 65 },
          },
        ],
        errors: [{ id: '0' }],
        statistics: { documentsCount: 2, validDocumentsCount: 1, erroneousDocumentsCount: 1, transactionsCount: 65 },
      },
    });
  });

  it('answers a request in which every document has an error', async () => {
    const documents = [
      { id: 'a', text: ' ' },
      { id: 'b', text: 'oui', language: 'fr' },
    ];
    const { status, json } = await send(open, LANGUAGE, toBody(documents));
    expect(status).toBe(200);
    expect(json).toMatchObject({
      results: {
        documents: [],
        errors: [
          { id: 'a', error: { code: 'InvalidArgument', innererror: { code: 'InvalidDocument' } } },
          { id: 'b', error: { code: 'InvalidArgument', innererror: { code: 'UnsupportedLanguageCode' } } },
        ],
      },
    });
  });

  it.each<[string, unknown, string, number, string | undefined]>([
    ['no JSON', '{', LANGUAGE, 400, 'InvalidRequestBodyFormat'],
    ['deep nesting', '['.repeat(100) + ']'.repeat(100), LANGUAGE, 400, 'InvalidRequestBodyFormat'],
    ['no documents', toBody([]), LANGUAGE, 400, 'MissingInputDocuments'],
    ['no documents in version 3.1', {}, TEXT_ANALYTICS, 400, 'MissingInputRecords'],
    ['two equal ids', toBody([0, 0].map((id) => ({ id: `${id}`, text: 'a' }))), LANGUAGE, 400, 'InvalidDocument'],
    ['too many documents', toBody(Array(1_001).fill({})), LANGUAGE, 400, 'InvalidDocumentBatch'],
    [
      'too many sentences',
      toBody(listDocuments(['Yes. '.repeat(1_500), 'No. '.repeat(1_500)])),
      LANGUAGE,
      400,
      'InvalidDocumentBatch',
    ],
    ['another analysis', { kind: 'EntityRecognition' }, LANGUAGE, 400, 'InvalidParameterValue'],
    ['an unknown version', toBody([]), '/language/:analyze-text?api-version=1', 400, 'InvalidParameterValue'],
    ['an unknown unit', {}, `${TEXT_ANALYTICS}?stringIndexType=a`, 400, 'InvalidParameterValue'],
    ['a job', {}, '/language/analyze-text/jobs?api-version=2023-04-01', 404, undefined],
    ['another operation', {}, '/text/analytics/v3.1/keyPhrases', 404, undefined],
  ])('refuses %s in the words of Azure', async (_, body, path, status, code) => {
    const answer = await send(open, path, body);
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({ error: { message: expect.any(String) as string } });
    const { error } = answer.json as { error: { innererror?: { code: string } } };
    expect(error.innererror?.code).toBe(code);
  });

  it('counts its requests by their dialect', async () => {
    const labels = { dialect: 'azure', status: '200' };
    const before = metricSum(await readMetrics(open.url), 'sentiment_dialect_requests_total', labels);
    await send(open, TEXT_ANALYTICS, { documents: listDocuments(TEXTS) });
    expect(metricSum(await readMetrics(open.url), 'sentiment_dialect_requests_total', labels)).toBe(before + 1);
  });
});

describe('Azure AI Language: API keys', () => {
  it.each([LANGUAGE, TEXT_ANALYTICS])('are asked for at %s, in the words of Azure', async (path) => {
    for (const headers of [{}, { 'ocp-apim-subscription-key': 'unknown' }]) {
      const { status, json } = await send(guarded, path, toBody([]), headers);
      expect(status).toBe(401);
      expect(json).toMatchObject({ error: { code: '401' } });
    }
  });

  it('are taken from the header of Azure', async () => {
    const body = { documents: listDocuments(TEXTS) };
    const { status } = await send(guarded, TEXT_ANALYTICS, body, { 'ocp-apim-subscription-key': KEY });
    expect(status).toBe(200);
  });
});

describe('Azure AI Language: DIALECT_LIMITS=strict and DIALECT_MIXED=on', () => {
  const headers = { 'ocp-apim-subscription-key': KEY };

  it('refuses more than 10 documents, and a document of more than 5,120 text elements', async () => {
    const eleven = listDocuments(Array<string>(11).fill('a'));
    expect(await send(guarded, LANGUAGE, toBody(eleven), headers)).toMatchObject({
      status: 400,
      json: { error: { innererror: { code: 'InvalidDocumentBatch' } } },
    });
    const long = listDocuments(['a'.repeat(5_121)]);
    expect(await send(guarded, LANGUAGE, toBody(long), headers)).toMatchObject({
      status: 200,
      json: { results: { documents: [], errors: [{ error: { innererror: { code: 'InvalidDocument' } } }] } },
    });
    expect(await send(open, LANGUAGE, toBody(long))).toMatchObject({ json: { results: { errors: [] } } });
  });

  it('says `mixed` where POST /analyze does', async () => {
    expect((await analyze(guarded, [MIXED])).documents[0]?.sentiment).toBe('mixed');
    expect((await analyze(open, [MIXED])).documents[0]?.sentiment).not.toBe('mixed');
  });
});
