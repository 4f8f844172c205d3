import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode, encode } from 'cborg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postJsonTo, startApi, type Api } from '#libs/testing';
import { metricSum, readMetrics } from '../metrics-page.js';

const TEXTS = ['This is fun', 'the movie was awful', 'The parcel came on Tuesday.', 'café 😀', ''];
const MEDIA_TYPE = 'application/cbor';
const PATH = '/service/Comprehend_20171127/operation';
const KEY = 'k'.repeat(32);
const MAX_TEXTS = 50;
const DETECT = { Text: 'This is fun', LanguageCode: 'en' };

let open: Api;
let guarded: Api;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'comprehend-cbor-'));
  writeFileSync(join(folder, 'keys'), `team:${KEY}\n`);
  const env = { MODEL_PROCESSES: '1', MAX_TEXTS: `${MAX_TEXTS}` };
  [open, guarded] = await Promise.all([
    startApi({ env }),
    startApi({
      env: { ...env, API_KEYS_FILE: join(folder, 'keys'), RATE_LIMIT_REQUESTS: '20', RATE_LIMIT_SECONDS: '86400' },
    }),
  ]);
});
afterAll(async () => {
  await Promise.all([open.stop(), guarded.stop()]);
  rmSync(folder, { recursive: true });
});

/** @param body bytes, or a value that is written as CBOR */
async function send(api: Api, operation: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${api.url}${PATH}/${operation}`, {
    method: 'POST',
    headers: { 'content-type': MEDIA_TYPE, 'smithy-protocol': 'rpc-v2-cbor', ...headers },
    body: new Uint8Array(body instanceof Uint8Array ? body : encode(body)),
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, body: decode(bytes) as unknown };
}

const fromHex = (hex: string) => Buffer.from(hex, 'hex');

describe('Comprehend: POST /service/Comprehend_20171127/operation/{operation}', () => {
  it('answers a batch as the JSON protocol does', async () => {
    const body = { TextList: TEXTS, LanguageCode: 'en' };
    const answer = await send(open, 'BatchDetectSentiment', body);
    const inJson = await postJsonTo(open.url, '/', body, {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'Comprehend_20171127.BatchDetectSentiment',
    });
    expect(answer.body).toEqual(await inJson.json());
    expect(answer.body).toMatchObject({ ResultList: { length: 4 }, ErrorList: [{ Index: 4 }] });
  });

  it('answers in CBOR, with the header of the protocol, the ID of the request and its length', async () => {
    const { status, headers, body } = await send(open, 'DetectSentiment', DETECT);
    expect([status, headers.get('content-type'), headers.get('smithy-protocol')]).toEqual([
      200,
      MEDIA_TYPE,
      'rpc-v2-cbor',
    ]);
    expect(headers.get('x-amzn-requestid')).toBe(headers.get('x-request-id'));
    expect(headers.get('content-length')).toBe(String(encode(body).length));
    expect(body).toMatchObject({ Sentiment: 'POSITIVE', SentimentScore: { Mixed: 0 } });
  });

  it('reads maps of indefinite length and texts in chunks, as the SDK for Java sends them', async () => {
    // {"Text": "This is fun", "LanguageCode": "en"}
    const body = fromHex('bf64546578747f6754686973206973642066756eff6c4c616e6775616765436f646562656eff');
    expect((await send(open, 'DetectSentiment', body)).body).toEqual(
      (await send(open, 'DetectSentiment', DETECT)).body,
    );
  });

  it('says which texts were cut', async () => {
    const { headers } = await send(open, 'DetectSentiment', { ...DETECT, Text: 'word '.repeat(10_000) });
    expect(headers.get('x-truncated')).toBe('0');
  });

  it.each<[string, unknown, string]>([
    ['no body', Buffer.of(), 'SerializationException'],
    ['JSON', Buffer.from(JSON.stringify(DETECT)), 'SerializationException'],
    ['a list', ['a'], 'SerializationException'],
    ['bytes', encode(Buffer.from('a')), 'SerializationException'],
    ['100,000 arrays in each other', Buffer.alloc(100_000, 0x81), 'SerializationException'],
    ['two million maps', Buffer.concat([fromHex('9f'), Buffer.alloc(2_000_000, 0xa0)]), 'SerializationException'],
    ['a text of 2^64 - 1 bytes', fromHex('a164546578747bffffffffffffffff61'), 'SerializationException'],
    ['a map of 2^32 - 1 items', fromHex('baffffffff6454657874616a'), 'SerializationException'],
    ['invalid UTF-8', fromHex('a2645465787462c0af6c4c616e6775616765436f646562656e'), 'SerializationException'],
    ['a key twice', fromHex('a26454657874616164546578746162'), 'SerializationException'],
    ['a text in a prototype', fromHex('a1695f5f70726f746f5f5fa164546578746161'), 'ValidationException'],
    ['no text', { LanguageCode: 'en' }, 'InvalidRequestException'],
    ['bytes as a text', { Text: Buffer.from('a'), LanguageCode: 'en' }, 'InvalidRequestException'],
    ['no language', { Text: 'a' }, 'ValidationException'],
    ['another language', { Text: 'a', LanguageCode: 'fr' }, 'UnsupportedLanguageException'],
  ])('refuses %s', async (_, body, type) => {
    const answer = await send(open, 'DetectSentiment', body);
    expect(answer).toMatchObject({
      status: 400,
      body: { __type: `com.amazonaws.comprehend#${type}`, message: expect.any(String) as string },
    });
    expect(answer.headers.get('x-amzn-requestid')).toBe(answer.headers.get('x-request-id'));
    expect([answer.headers.get('content-type'), answer.headers.get('smithy-protocol')]).toEqual([
      MEDIA_TYPE,
      'rpc-v2-cbor',
    ]);
  });

  it('refuses more texts than MAX_TEXTS', async () => {
    const body = { TextList: Array<string>(MAX_TEXTS + 1).fill('a'), LanguageCode: 'en' };
    expect((await send(open, 'BatchDetectSentiment', body)).body).toMatchObject({
      __type: 'com.amazonaws.comprehend#BatchSizeLimitExceededException',
    });
  });

  it('refuses other operations, media types, encodings and sizes', async () => {
    for (const operation of ['DetectEntities', 'constructor', 'detectsentiment']) {
      expect(await send(open, operation, DETECT)).toMatchObject({
        status: 400,
        body: { __type: 'com.amazonaws.comprehend#UnknownOperationException' },
      });
    }
    for (const headers of [{ 'content-type': 'application/json' }, { 'content-encoding': 'gzip' }]) {
      expect(await send(open, 'DetectSentiment', DETECT, headers)).toMatchObject({
        status: 415,
        body: { __type: 'com.amazonaws.comprehend#InvalidRequestException' },
      });
    }
    expect(await send(open, 'DetectSentiment', { Text: 'a'.repeat(4_000_000) })).toMatchObject({ status: 413 });
  });

  it('does not exist for other services and other methods', async () => {
    const other = await postJsonTo(open.url, '/service/Other_20171127/operation/DetectSentiment', {});
    expect(other.status).toBe(404);
    expect((await fetch(`${open.url}${PATH}/DetectSentiment`)).status).toBe(404);
  });

  it('counts its requests by their dialect', async () => {
    const labels = { dialect: 'comprehend', status: '200' };
    const before = metricSum(await readMetrics(open.url), 'sentiment_dialect_requests_total', labels);
    await send(open, 'DetectSentiment', DETECT);
    expect(metricSum(await readMetrics(open.url), 'sentiment_dialect_requests_total', labels)).toBe(before + 1);
  });
});

describe('Comprehend in CBOR: without the dialect', () => {
  it('does not exist', async () => {
    const api = await startApi({ env: { MODEL_PROCESSES: '1', DIALECTS: 'huggingface' } });
    const response = await postJsonTo(api.url, `${PATH}/DetectSentiment`, {});
    await api.stop();
    expect(response.status).toBe(404);
  });
});

describe('Comprehend in CBOR: with API keys', () => {
  it.each([
    ['no signature', {}, 'MissingAuthenticationTokenException'],
    ['a key that is unknown', { authorization: 'Bearer unknown-0123456789' }, 'IncompleteSignatureException'],
    [
      'a signature that has expired',
      {
        authorization: `AWS4-HMAC-SHA256 Credential=other/20261127/a/comprehend/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
        'x-amz-date': '20261127T021541Z',
      },
      'InvalidSignatureException',
    ],
  ])('refuses %s', async (_, headers, type) => {
    expect(await send(guarded, 'DetectSentiment', DETECT, headers)).toMatchObject({
      status: 403,
      body: { __type: `com.amazonaws.comprehend#${type}` },
    });
  });

  it('admits a key in its usual header', async () => {
    expect(await send(guarded, 'DetectSentiment', DETECT, { 'x-api-key': KEY })).toMatchObject({ status: 200 });
  });

  it('says in its two headers when to try again', async () => {
    while ((await fetch(`${guarded.url}/model`)).status !== 429);
    const { status, headers, body } = await send(guarded, 'DetectSentiment', DETECT);
    expect([status, body]).toMatchObject([429, { __type: 'com.amazonaws.comprehend#ThrottlingException' }]);
    expect(headers.get('x-amz-retry-after')).toBe(`${Number(headers.get('retry-after')) * 1_000}`);
  });
});
