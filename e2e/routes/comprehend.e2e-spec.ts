import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postJsonTo, startApi, type Api } from '#libs/testing';
import { metricSum, readMetrics } from '../metrics-page.js';
import { rawRequest } from '../raw-request.js';

const TEXTS = ['This is fun', 'the movie was awful', 'The parcel came on Tuesday.'];
const MEDIA_TYPE = 'application/x-amz-json-1.1';
const KEY = 'k'.repeat(32);

let open: Api;
let guarded: Api;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'comprehend-'));
  writeFileSync(join(folder, 'keys'), `team:${KEY}\n`);
  [open, guarded] = await Promise.all([
    startApi({ env: { MODEL_PROCESSES: '1' } }),
    startApi({ env: { MODEL_PROCESSES: '1', API_KEYS_FILE: join(folder, 'keys'), DIALECT_LIMITS: 'strict' } }),
  ]);
});
afterAll(async () => {
  await Promise.all([open.stop(), guarded.stop()]);
  rmSync(folder, { recursive: true });
});

async function send(api: Api, operation: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(api.url, {
    method: 'POST',
    headers: { 'content-type': MEDIA_TYPE, 'x-amz-target': `Comprehend_20171127.${operation}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, json: await response.json() };
}

const detect = (api: Api, headers?: Record<string, string>) =>
  send(api, 'DetectSentiment', { Text: 'This is fun', LanguageCode: 'en' }, headers);

describe('Comprehend: POST / with X-Amz-Target', () => {
  it('gives the scores of POST /predict with its neutral label', async () => {
    const { json } = await send(open, 'BatchDetectSentiment', { TextList: TEXTS, LanguageCode: 'en' });
    const answer = await (await postJsonTo(open.url, '/predict', { text: TEXTS, neutral: true })).json();
    const { predictions } = answer as { predictions: { label: string; score: number }[][] };
    expect(json).toEqual({
      ResultList: predictions.map((labels, index) => {
        const score = (label: string) => labels.find((each) => each.label === label)?.score;
        const scores = { Positive: score('POSITIVE'), Negative: score('NEGATIVE'), Neutral: score('NEUTRAL') };
        return { Index: index, Sentiment: labels[0]?.label, SentimentScore: { ...scores, Mixed: 0 } };
      }),
      ErrorList: [],
    });
  });

  it('answers in the media type of AWS, with the ID of the request', async () => {
    const { status, headers } = await detect(open);
    expect([status, headers.get('content-type')]).toEqual([200, MEDIA_TYPE]);
    expect(headers.get('x-amzn-requestid')).toBe(headers.get('x-request-id'));
  });

  it('answers a batch in which every text has an error', async () => {
    const { status, json } = await send(open, 'BatchDetectSentiment', { TextList: ['', ' '], LanguageCode: 'en' });
    expect([status, json]).toEqual([
      200,
      {
        ResultList: [],
        ErrorList: [0, 1].map((Index) => ({
          Index,
          ErrorCode: 'INVALID_REQUEST',
          ErrorMessage: 'The text is empty.',
        })),
      },
    ]);
  });

  it.each([
    ['no JSON', '{', 400, 'SerializationException'],
    ['a list', [], 400, 'SerializationException'],
    ['deep nesting', `${'['.repeat(100)}${']'.repeat(100)}`, 400, 'SerializationException'],
    ['no body', '', 400, 'SerializationException'],
    ['no text', { LanguageCode: 'en' }, 400, 'InvalidRequestException'],
    ['no language', { Text: 'a' }, 400, 'ValidationException'],
    ['another language', { Text: 'a', LanguageCode: 'fr' }, 400, 'UnsupportedLanguageException'],
  ])('refuses %s', async (_, body, status, type) => {
    const answer = await send(open, 'DetectSentiment', body);
    expect(answer).toMatchObject({ status, json: { __type: type, Message: expect.any(String) as string } });
    expect(answer.headers.get('x-amzn-errortype')).toBe(type);
    expect(answer.headers.get('content-type')).toBe(MEDIA_TYPE);
  });

  it('refuses other operations, media types and encodings', async () => {
    expect(await send(open, 'DetectEntities', {})).toMatchObject({
      status: 400,
      json: { __type: 'UnknownOperationException' },
    });
    expect(await detect(open, { 'content-type': 'application/json' })).toMatchObject({ status: 415 });
    expect(await detect(open, { 'content-encoding': 'gzip' })).toMatchObject({ status: 415 });
  });

  it('is told from requests of Hugging Face by the header alone', async () => {
    const body = { inputs: 'This is fun', Text: 'This is fun', LanguageCode: 'en' };
    expect((await send(open, 'DetectSentiment', body)).json).toMatchObject({ Sentiment: 'POSITIVE' });
    expect(await (await postJsonTo(open.url, '/', body)).json()).toMatchObject([[{ label: 'POSITIVE' }, {}]]);
  });

  it('counts its requests by their dialect', async () => {
    const labels = { dialect: 'comprehend', status: '200' };
    const before = metricSum(await readMetrics(open.url), 'sentiment_dialect_requests_total', labels);
    await detect(open);
    expect(metricSum(await readMetrics(open.url), 'sentiment_dialect_requests_total', labels)).toBe(before + 1);
  });
});

describe('Comprehend: with API keys', () => {
  it.each([
    ['no signature', {}, 'MissingAuthenticationTokenException'],
    ['a key that is unknown', { authorization: 'Bearer unknown-0123456789' }, 'IncompleteSignatureException'],
    [
      'a signature that has expired',
      {
        authorization: `AWS4-HMAC-SHA256 Credential=other/20261127/a/comprehend/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature=${'0'.repeat(64)}`,
        'x-amz-date': '20261127T021541Z',
      },
      'InvalidSignatureException',
    ],
  ])('refuses %s', async (_, headers, type) => {
    expect(await detect(guarded, headers)).toMatchObject({ status: 403, json: { __type: type } });
  });

  it('refuses a request without a signature before its body arrives', async () => {
    const head = `POST / HTTP/1.1\r\nHost: a\r\nX-Amz-Target: a\r\nContent-Type: ${MEDIA_TYPE}\r\nContent-Length: 1000000\r\n\r\n`;
    const { statuses, text } = await rawRequest(Number(new URL(guarded.url).port), [head, '{'], 2_000);
    expect(statuses).toEqual([403]);
    expect(text).toContain('MissingAuthenticationTokenException');
  });

  it('admits a key in its usual header', async () => {
    expect(await detect(guarded, { 'x-api-key': KEY })).toMatchObject({ status: 200 });
  });
});

describe('Comprehend: DIALECT_LIMITS=strict', () => {
  const headers = { 'x-api-key': KEY };

  it('refuses more than 25 texts and more than 5,000 bytes', async () => {
    const texts = { TextList: Array<string>(26).fill('a'), LanguageCode: 'en' };
    expect(await send(guarded, 'BatchDetectSentiment', texts, headers)).toMatchObject({
      status: 400,
      json: { __type: 'BatchSizeLimitExceededException' },
    });
    const text = { Text: 'a'.repeat(5_001), LanguageCode: 'en' };
    expect(await send(guarded, 'DetectSentiment', text, headers)).toMatchObject({
      status: 400,
      json: { __type: 'TextSizeLimitExceededException' },
    });
    expect(await send(open, 'DetectSentiment', text)).toMatchObject({ status: 200 });
  });
});
