import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nanModel, postJson, postJsonTo, startApi, startLoadingApi, type Api } from '#libs/testing';
import { metricSum, readMetrics } from '../metrics-page.js';

const SENTENCES = ['The room was lovely 😀.', 'Das Frühstück was awful!', 'We came on Tuesday.'];
const CONTENT = SENTENCES.join(' ');
const FRENCH = "Le petit déjeuner était vraiment délicieux, et le personnel de l'hôtel était très gentil avec nous.";
const KEY = 'k'.repeat(32);
const VERSIONS = ['v1', 'v2'] as const;
type Version = (typeof VERSIONS)[number];

interface Sentiment {
  readonly magnitude: number;
  readonly score: number;
}
interface Answer {
  readonly documentSentiment: Sentiment;
  readonly sentences: readonly {
    readonly text: { readonly content: string; readonly beginOffset: number };
    readonly sentiment: Sentiment;
  }[];
}

let open: Api;
let guarded: Api;
let rejecting: Api;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'google-'));
  writeFileSync(join(folder, 'keys'), `team:${KEY}\n`);
  [open, guarded, rejecting] = await Promise.all([
    startApi({ env: { MODEL_PROCESSES: '1' } }),
    startApi({ env: { MODEL_PROCESSES: '1', API_KEYS_FILE: join(folder, 'keys'), DIALECT_LIMITS: 'strict' } }),
    startApi({ env: { MODEL_PROCESSES: '1', LANGUAGE_POLICY: 'reject', MAX_WINDOWS: '1' } }),
  ]);
});
afterAll(async () => {
  await Promise.all([open.stop(), guarded.stop(), rejecting.stop()]);
  rmSync(folder, { recursive: true });
});

/** @param query of the URL, with its question mark */
async function send(api: Api, version: Version, body: unknown, query = '', headers: Record<string, string> = {}) {
  const path = `/${version}/documents:analyzeSentiment${query}`;
  const response = await postJsonTo(api.url, path, body, headers);
  return { status: response.status, headers: response.headers, json: await response.json() };
}

const analyze = (api: Api, document: object, rest: object = {}) =>
  send(api, 'v2', { document: { type: 1, ...document }, ...rest });

/** The difference of the probabilities of POST /predict. */
async function predictScores(texts: readonly string[]): Promise<number[]> {
  const answer = await (await postJson(open.url, { text: texts, neutral: true })).json();
  const { predictions } = answer as { predictions: { label: string; score: number }[][] };
  return predictions.map((labels) => {
    const get = (name: string) => labels.find(({ label }) => label === name)?.score ?? Number.NaN;
    return get('POSITIVE') - get('NEGATIVE');
  });
}

describe.each(VERSIONS)('Google: POST /%s/documents:analyzeSentiment', (version) => {
  it('gives scores from the probabilities of POST /predict with its neutral label', async () => {
    const body = { document: { type: 'PLAIN_TEXT', content: CONTENT }, encodingType: 'UTF32' };
    const { status, headers, json } = await send(open, version, body, '?alt=json&prettyPrint=false');
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json']);
    const [score, ...scores] = await predictScores([CONTENT, ...SENTENCES]);
    expect(json).toEqual({
      documentSentiment: { score, magnitude: scores.reduce((sum, each) => sum + Math.abs(each), 0) },
      ...(version === 'v1' ? { language: 'en' } : { languageCode: 'en', languageSupported: true }),
      sentences: scores.map((each, index) => ({
        text: { content: SENTENCES[index], beginOffset: [0, 23, 48][index] },
        sentiment: { score: each, magnitude: Math.abs(each) },
      })),
    });
    expect(new Set(scores.map(Math.sign))).toEqual(new Set([1, -1]));
  });

  it.each(['%3A', '%3a'])('has a colon that clients may encode: %s', async (colon) => {
    const path = `/${version}/documents${colon}analyzeSentiment`;
    const response = await postJsonTo(open.url, path, { document: { type: 1, content: 'This is fun' } });
    expect([response.status, ((await response.json()) as Answer).sentences]).toMatchObject([200, [{}]]);
  });

  it('takes no other method of HTTP', async () => {
    const response = await fetch(`${open.url}/${version}/documents:analyzeSentiment`);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it.each(['analyzeEntities', 'classifyText', 'annotateText', 'moderateText', 'analyzesentiment'])(
    'is the only method of documents: %s is unknown',
    async (method) => {
      for (const colon of [':', '%3A', '%3a']) {
        const response = await postJsonTo(open.url, `/${version}/documents${colon}${method}`, {});
        expect([response.status, await response.json()]).toEqual([
          404,
          {
            error: {
              code: 404,
              message: 'The method does not exist. This service has only documents:analyzeSentiment.',
              status: 'NOT_FOUND',
            },
          },
        ]);
      }
    },
  );
});

describe('Google: a document', () => {
  it.each([
    [undefined, [-1, -1, -1]],
    [0, [-1, -1, -1]],
    ['NONE', [-1, -1, -1]],
    [1, [0, 26, 53]],
    ['UTF8', [0, 26, 53]],
    ['UTF16', [0, 24, 49]],
    [2, [0, 24, 49]],
    [3, [0, 23, 48]],
  ])('has sentences with offsets in the unit of its client: %j', async (encodingType, offsets) => {
    const { json } = await analyze(open, { content: CONTENT }, { encodingType });
    const { sentences } = json as Answer;
    expect(sentences.map(({ text }) => text.beginOffset)).toEqual(offsets);
  });

  it('has the language that its client names', async () => {
    const { json } = await analyze(open, { content: CONTENT, language_code: 'en-US' });
    expect(json).toMatchObject({ languageCode: 'en-US', languageSupported: true });
  });

  it('is answered in a detected language that the model does not read, and says so, unless a setting refuses it', async () => {
    const { json } = await analyze(open, { content: FRENCH });
    expect(json).toMatchObject({ languageCode: 'fr', languageSupported: false });
    expect(await analyze(rejecting, { content: FRENCH })).toMatchObject({
      status: 400,
      json: {
        error: {
          status: 'INVALID_ARGUMENT',
          message: 'The language fr is not supported. The model reads only these languages: en.',
        },
      },
    });
  });

  it('says which part of it the model did not read', async () => {
    const long = await analyze(rejecting, { content: 'It was good. '.repeat(300) });
    expect([long.status, long.headers.get('x-truncated')]).toEqual([200, '0']);
    const { sentences } = long.json as Answer;
    expect(sentences.length).toBeGreaterThan(50);
    expect(sentences.length).toBeLessThan(300);
    expect((await analyze(open, { content: CONTENT })).headers.has('x-truncated')).toBe(false);
  });

  it('has at most 2,000 sentences', async () => {
    const { status, json } = await analyze(open, { content: 'A b. '.repeat(2_100) });
    expect([status, json]).toMatchObject([
      400,
      { error: { message: 'document.content must have at most 2000 sentences in all.' } },
    ]);
  });

  it.each([
    ['no JSON', '{', 'The body is not valid JSON.'],
    ['no body', '', 'The body is empty.'],
    ['a list', [], 'The body must be an object.'],
    ['deep nesting', `${'['.repeat(100)}${']'.repeat(100)}`, 'The body is nested deeper than 64 levels.'],
    ['many fields', `{${Array.from({ length: 12_000 }, (_, index) => `"a${index}":1`).join()}}`, 'The body has more'],
    ['no document', {}, 'document must be an object.'],
    ['__proto__', '{"__proto__":{"document":{"type":1,"content":"a"}}}', 'The body has an unknown field.'],
    [
      '__proto__ in a document',
      '{"document":{"__proto__":{"type":1,"content":"a"}}}',
      'document has an unknown field.',
    ],
    ['HTML', { document: { type: 'HTML', content: '<p>a</p>' } }, 'document.type must be PLAIN_TEXT (1).'],
    ['a type out of range', { document: { type: 9, content: 'a' } }, 'document.type must be one of these names'],
    ['a file', { document: { type: 1, gcsContentUri: 'gs://a/b' } }, 'document.gcsContentUri is not supported.'],
    ['no text', { document: { type: 1, content: '' } }, 'document.content must have some text.'],
    ['a blank text', { document: { type: 1, content: ' \n ' } }, 'document.content must have some text.'],
    ['a number', { document: { type: 1, content: 7 } }, 'document.content must be a string.'],
    ['another language', { document: { type: 1, content: 'a', languageCode: 'sw' } }, 'The language sw is not'],
    ['a field of v1', { document: { type: 1, content: 'a', language: 'en' } }, 'document has an unknown field.'],
    ['an encoding out of range', { document: { type: 1, content: 'a' }, encodingType: 4 }, 'encodingType must be one'],
  ])('is refused with a sentence: %s', async (_, body, message) => {
    const { status, headers, json } = await send(open, 'v2', body);
    expect([status, headers.get('content-type')]).toEqual([400, 'application/json']);
    expect(json).toEqual({
      error: { code: 400, status: 'INVALID_ARGUMENT', message: expect.stringContaining(message) as string },
    });
  });

  it('is refused in other formats, and when it is too large', async () => {
    const body = { document: { type: 1, content: 'This is fun' } };
    for (const query of ['?alt=media', '?alt=json&alt=proto', '?%24alt=proto', '?alt']) {
      expect(await send(open, 'v1', body, query), query).toMatchObject({ status: 400 });
    }
    expect(await send(open, 'v1', body, '', { 'content-type': 'text/plain' })).toMatchObject({ status: 415 });
    expect(await send(open, 'v1', body, '', { 'content-encoding': 'gzip' })).toMatchObject({ status: 415 });
    const large = await analyze(open, { content: 'a'.repeat(3_000_000) });
    expect(large).toMatchObject({ status: 413, json: { error: { code: 413, status: 'INVALID_ARGUMENT' } } });
  });

  it('counts for its dialect', async () => {
    const labels = { dialect: 'google', status: '200' };
    const before = metricSum(await readMetrics(open.url), 'sentiment_dialect_requests_total', labels);
    await analyze(open, { content: 'This is fun' });
    expect(metricSum(await readMetrics(open.url), 'sentiment_dialect_requests_total', labels)).toBe(before + 1);
  });
});

describe('Google: with API keys', () => {
  const body = { document: { type: 1, content: 'This is fun' } };

  it.each([
    ['none', '', {}],
    ['an unknown one', '?key=unknown', {}],
    ['two in the URL', `?key=${KEY}&key=${KEY}`, {}],
    ['an object in the URL', `?key[a]=${KEY}`, {}],
    ['one in another parameter', `?access_token=${KEY}`, {}],
    ['an unknown one in the header', '', { 'x-goog-api-key': 'unknown' }],
  ])('refuses a request with %s', async (_, query, headers) => {
    const { status, json } = await send(guarded, 'v1', body, query, headers);
    expect([status, json]).toMatchObject([401, { error: { code: 401, status: 'UNAUTHENTICATED' } }]);
  });

  it.each([
    ['the URL', `?key=${KEY}&alt=json`, {}],
    ['its header', '', { 'x-goog-api-key': KEY }],
    ['a bearer token', '', { authorization: `Bearer ${KEY}` }],
    ['the header of this service', '', { 'x-api-key': KEY }],
  ])('admits a key in %s', async (_, query, headers) => {
    expect(await send(guarded, 'v2', body, query, headers)).toMatchObject({ status: 200 });
  });

  it('asks for a key before it says that a method is unknown', async () => {
    const path = '/v1/documents:analyzeEntities';
    expect((await postJsonTo(guarded.url, path, {})).status).toBe(401);
    expect((await postJsonTo(guarded.url, `${path}?key=${KEY}`, {})).status).toBe(404);
  });

  it('takes no key from the URLs of other routes', async () => {
    expect((await postJsonTo(guarded.url, `/predict?key=${KEY}`, { text: ['a'] })).status).toBe(401);
    expect((await postJson(guarded.url, { text: ['a'] }, { 'x-goog-api-key': KEY })).status).toBe(401);
  });

  it('refuses more than 1,000,000 bytes with the limits of the cloud', async () => {
    const document = { type: 1, content: 'é'.repeat(500_001) };
    const answer = await send(guarded, 'v1', { document }, `?key=${KEY}`);
    expect(answer).toMatchObject({
      status: 400,
      json: { error: { message: 'document.content must have at most 1000000 bytes of UTF-8.' } },
    });
    expect(await send(open, 'v1', { document })).toMatchObject({ status: 200 });
  });
});

describe('Google: a failure', () => {
  const body = { document: { type: 1, content: 'good' } };

  it('while the model loads is UNAVAILABLE, with the time of the next attempt', async () => {
    const { api, finish } = await startLoadingApi();
    const { status, headers, json } = await send(api, 'v2', body);
    expect([status, headers.get('retry-after'), json]).toMatchObject([503, '1', { error: { status: 'UNAVAILABLE' } }]);
    await finish();
    await api.stop();
  });

  it('of a text or of the time is INTERNAL or DEADLINE_EXCEEDED, and a client with too many requests is told when to come again', async () => {
    const env = { MODEL_DIR: nanModel, MODEL_PROCESSES: '1', RATE_LIMIT_REQUESTS: '2' };
    const api = await startApi({ env });
    const failed = await send(api, 'v1', { document: { type: 1, content: 'poison' } });
    expect(failed).toMatchObject({ status: 500, json: { error: { code: 500, status: 'INTERNAL' } } });
    for (const id of api.workerIds()) process.kill(id, 'SIGSTOP');
    const late = await send(api, 'v1', body, '', { 'x-request-timeout-ms': '50' });
    expect(late).toMatchObject({ status: 504, json: { error: { status: 'DEADLINE_EXCEEDED' } } });
    for (const id of api.workerIds()) process.kill(id, 'SIGCONT');
    const limited = await send(api, 'v1', body);
    expect(limited).toMatchObject({ status: 429, json: { error: { status: 'RESOURCE_EXHAUSTED' } } });
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    await api.stop();
  });
});
