import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postJson, startApi, type Api } from '#libs/testing';
import { metricSum, readMetrics } from '../metrics-page.js';

interface Sentiment {
  readonly label: string;
  readonly score: number;
}

const TEXTS = ['This is fun', 'the movie was awful', '😀 I love it'];
const KEY = 'k'.repeat(32);
const WORDS_PAST_ALL_WINDOWS = 3_000;

let api: Api;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dialects-'));
  writeFileSync(join(folder, 'keys'), `team:${KEY}\n`);
  api = await startApi({ env: { API_KEYS_FILE: join(folder, 'keys') } });
});
afterAll(async () => {
  await api.stop();
  rmSync(folder, { recursive: true });
});

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(api.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${KEY}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, json: await response.json() };
}

async function predict(text: readonly string[]): Promise<Sentiment[][]> {
  const { json } = await post('/predict', { text });
  return (json as { predictions: Sentiment[][] }).predictions;
}

describe.each(['/', '/models/owner/name'])('Hugging Face: POST %s', (path) => {
  it('gives the scores of POST /predict, in one list for each text', async () => {
    const expected = await predict(TEXTS);
    expect((await post(path, { inputs: TEXTS })).json).toEqual(expected);
    const single = await post(path, { inputs: TEXTS[0] });
    expect(single.json).toEqual([expected[0]]);
    expect([single.status, single.headers.get('content-type')]).toEqual([200, 'application/json']);
  });

  it('answers errors by a sentence under "error"', async () => {
    const wrongKey = await post(path, { inputs: 'a' }, { authorization: 'Bearer wrong' });
    expect(wrongKey).toMatchObject({ status: 401, json: { error: expect.stringContaining('API key') as string } });
    expect(wrongKey.headers.get('content-type')).toBe('application/json');
    expect(await post(path, '{')).toMatchObject({ status: 400, json: { error: 'The body is not valid JSON.' } });
    expect(await post(path, { inputs: [] })).toMatchObject({
      status: 422,
      json: { error: '/inputs must have at least one text.', error_type: 'Validation' },
    });
  });
});

describe('text-embeddings-inference: POST /predict', () => {
  it('gives the scores of this service, flat for one text', async () => {
    const expected = await predict(TEXTS);
    expect((await post('/predict', { inputs: TEXTS[0] })).json).toEqual(expected[0]);
    expect((await post('/predict', { inputs: TEXTS.map((text) => [text]) })).json).toEqual(expected);
  });

  it('names truncated texts in a header', async () => {
    const long = 'good '.repeat(WORDS_PAST_ALL_WINDOWS);
    const { status, headers } = await post('/predict', { inputs: [['short'], [long]] });
    expect([status, headers.get('x-truncated')]).toEqual([200, '1']);
  });

  it('refuses a body of two APIs, and answers a body of none as this service', async () => {
    expect(await post('/predict', { text: ['a'], inputs: 'a' })).toMatchObject({
      status: 422,
      json: { type: 'urn:sentiment:problem:invalid-request', errors: [{ pointer: '' }] },
    });
    expect(await post('/predict', {})).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: '/text', detail: 'is missing' }] },
    });
  });

  it('describes the model at GET /info', async () => {
    const labels = { dialect: 'tei', status: '200' };
    const before = metricSum(await readMetrics(api.url), 'sentiment_dialect_requests_total', labels);
    const response = await fetch(`${api.url}/info`, { headers: { 'x-api-key': KEY } });
    expect(await response.json()).toMatchObject({ model_id: 'minilm-l6-sentiment', max_client_batch_size: 1_000 });
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(metricSum(await readMetrics(api.url), 'sentiment_dialect_requests_total', labels)).toBe(before + 1);
    expect((await fetch(`${api.url}/info`)).status).toBe(401);
  });
});

it('counts requests by dialect and status', async () => {
  const page = await readMetrics(api.url);
  expect(metricSum(page, 'sentiment_dialect_requests_total', { dialect: 'huggingface', status: '401' })).toBe(2);
  expect(metricSum(page, 'sentiment_dialect_requests_total', { dialect: 'tei', status: '200' })).toBeGreaterThan(2);
});

describe('DIALECTS=none', () => {
  let plain: Api;
  beforeAll(async () => {
    plain = await startApi({ env: { DIALECTS: 'none' } });
  });
  afterAll(() => plain.stop());

  it('leaves the format of this service alone', async () => {
    expect((await postJson(plain.url, { text: ['a'], inputs: 'a' })).status).toBe(200);
    expect((await postJson(plain.url, { inputs: 'a' })).status).toBe(422);
    for (const path of ['/', '/models/a/b']) {
      expect((await fetch(plain.url + path, { method: 'POST', body: '{"inputs":"a"}' })).status).not.toBe(200);
    }
    const paths = Object.keys(((await (await fetch(`${plain.url}/openapi.json`)).json()) as { paths: object }).paths);
    expect(paths).toContain('/predict');
    expect(paths.filter((path) => path === '/' || path.startsWith('/models'))).toEqual([]);
  });
});
