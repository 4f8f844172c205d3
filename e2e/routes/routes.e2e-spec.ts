import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { encode } from 'cborg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, repository, startApi } from '#libs/testing';

interface Answer {
  readonly mediaType: string;
  /** Words of its body. */
  readonly words: string;
  /** The request's body; none for GET. Bytes have the type of the answer. */
  readonly body?: object;
  /** A path of the route; by default the one of the route itself. */
  readonly path?: string;
  /** 200 by default. */
  readonly status?: number;
}

const INSTANCES = { words: '"label":"POSITIVE"', body: { instances: ['This is fun'] } };
const TENSOR = {
  words: '"POSITIVE"',
  body: { inputs: [{ name: 'text', shape: [1], datatype: 'BYTES', data: ['This is fun'] }] },
};

const DOCUMENTS = { documents: [{ id: '1', text: 'This is fun' }] };
const AZURE = {
  words: '"sentiment":"positive"',
  body: { kind: 'SentimentAnalysis', analysisInput: DOCUMENTS },
};
const AZURE_VERSION = '?api-version=2023-04-01';
const COLONS = ['\\:', '%3A', '%3a'];
/** The routes of Google, by the version of its API. */
const GOOGLE_ROUTES = ['v1', 'v2'].flatMap((version) =>
  COLONS.flatMap((colon): [string, Omit<Answer, 'mediaType'>][] => {
    const documents = `/${version}/documents`;
    const sentiment = { words: '"documentSentiment"', body: { document: { type: 1, content: 'This is fun' } } };
    const other = { words: 'The method does not exist.', body: {}, status: 404 };
    return [
      [`POST ${documents}${colon}analyzeSentiment`, { ...sentiment, path: `${documents}:analyzeSentiment` }],
      [`POST ${documents}${colon}:method`, { ...other, path: `${documents}:classifyText` }],
    ];
  }),
);

/** What each route answers when all is well. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  'GET /': { mediaType: 'text/html', words: '<h1>Sentiment playground</h1>' },
  'GET /docs': { mediaType: 'text/html', words: '<title>Sentiment API</title>' },
  'GET /docs/': { mediaType: 'text/html', words: '<title>Sentiment API</title>' },
  'GET /docs/index.html': { mediaType: 'text/html', words: '<title>Sentiment API</title>' },
  'GET /docs/docs/swagger-ui-init.js': { mediaType: 'application/javascript', words: 'swaggerDoc' },
  'GET /docs/swagger-ui-init.js': { mediaType: 'application/javascript', words: 'swaggerDoc' },
  'GET /health': { mediaType: 'application/json', words: '{"status":"healthy"}' },
  'GET /health/live': { mediaType: 'application/json', words: '"status":"ok"' },
  'GET /health/ready': { mediaType: 'application/json', words: '"status":"ok"' },
  'GET /health/startup': { mediaType: 'application/json', words: '"status":"ok"' },
  'GET /metrics': { mediaType: 'text/plain', words: 'sentiment_texts_total' },
  'GET /model': { mediaType: 'application/json', words: '"labels":["NEGATIVE","NEUTRAL","POSITIVE"]' },
  'GET /openapi.json': { mediaType: 'application/json', words: '"openapi":"3.1.0"' },
  'POST /analyze': {
    mediaType: 'application/json',
    words: '"sentiment":"positive"',
    body: { documents: [{ text: 'This is fun' }] },
  },
  'POST /service/Comprehend_20171127/operation/:operation': {
    mediaType: 'application/cbor',
    words: 'POSITIVE',
    body: encode({ Text: 'This is fun', LanguageCode: 'en' }),
    path: '/service/Comprehend_20171127/operation/DetectSentiment',
  },
  'POST /predict': { mediaType: 'application/json', words: '"label":"POSITIVE"', body: { text: ['This is fun'] } },
  ...Object.fromEntries(
    Object.entries<Omit<Answer, 'mediaType'>>({
      ...Object.fromEntries(GOOGLE_ROUTES),
      'GET /info': { words: '"model_id":"minilm-l6-sentiment"' },
      'GET /v1/models': { words: '"models":["minilm-l6-sentiment","sentiment"],"object":"list"' },
      'GET /v1/models/:name': { words: '"ready":true', path: '/v1/models/sentiment' },
      'GET /v2': { words: '"extensions"' },
      'GET /v2/health/live': { words: '"live":true' },
      'GET /v2/health/ready': { words: '"ready":true' },
      'GET /v2/models': { words: '"models":' },
      'GET /v2/models/:name': { words: '"inputs":', path: '/v2/models/sentiment' },
      'GET /v2/models/:name/ready': { words: '"ready":true', path: '/v2/models/sentiment/ready' },
      'GET /v2/models/:name/versions/:version': { words: '"inputs":', path: '/v2/models/sentiment/versions/1' },
      'GET /v2/models/:name/versions/:version/ready': {
        words: '"ready":true',
        path: '/v2/models/sentiment/versions/1/ready',
      },
      'POST /': { words: '"label":"POSITIVE"', body: { inputs: 'This is fun' } },
      'POST /models/:owner/:name': { words: '"label":"POSITIVE"', body: { inputs: 'fun' }, path: '/models/a/b' },
      'POST /classify': { words: '"label":"POSITIVE"', body: { input: 'This is fun' } },
      'POST /v1/classify': { words: '"label":"POSITIVE"', body: { input: 'This is fun' } },
      'POST /v1/models/:name\\:predict': { ...INSTANCES, path: '/v1/models/sentiment:predict' },
      'POST /v1/models/:name%3Apredict': { ...INSTANCES, path: '/v1/models/sentiment%3Apredict' },
      'POST /v1/models/:name%3apredict': { ...INSTANCES, path: '/v1/models/sentiment%3apredict' },
      'POST /v2/models/:name/infer': { ...TENSOR, path: '/v2/models/sentiment/infer' },
      'POST /v2/models/:name/versions/:version/infer': { ...TENSOR, path: '/v2/models/sentiment/versions/1/infer' },
      'POST /language/\\:analyze-text': { ...AZURE, path: `/language/:analyze-text${AZURE_VERSION}` },
      'POST /language/%3Aanalyze-text': { ...AZURE, path: `/language/%3Aanalyze-text${AZURE_VERSION}` },
      'POST /language/%3aanalyze-text': { ...AZURE, path: `/language/%3aanalyze-text${AZURE_VERSION}` },
      'POST /language/analyze-text/jobs': { words: 'The service has no jobs', body: {}, status: 404 },
      'POST /text/analytics/v3.0/sentiment': { words: '"sentiment":"positive"', body: DOCUMENTS },
      'POST /text/analytics/v3.1/sentiment': { words: '"sentiment":"positive"', body: DOCUMENTS },
      'POST /text/analytics/:version/*operation': {
        words: 'no other operation',
        body: {},
        path: '/text/analytics/v3.1/entities/recognition/general',
        status: 404,
      },
      'POST /v2/repository/index': { words: '"state":"READY"', body: {} },
    }).map(([route, answer]) => [route, { mediaType: 'application/json', ...answer }]),
  ),
};

/** @nestjs/swagger makes this route to hide a file of Swagger UI: it answers 404. */
const HIDDEN_ROUTE = 'GET /docs/LICENSE';
/** The names of its files change with their content: e2e/playground has the test. */
const ASSET_ROUTE = 'GET /playground/assets/:name';

describe('the routes', () => {
  let api: Api;
  let routes: readonly string[];

  beforeAll(async () => {
    api = await startApi();
    const { stdout } = await promisify(execFile)(process.execPath, [join(repository, 'dist/e2e/print-routes.js')]);
    routes = (JSON.parse(stdout) as [string, string][]).map(([method, path]) => `${method} ${path}`);
  });
  afterAll(async () => {
    await api.stop();
  });

  it('are those of this test', () => {
    // A path has a route for each format of the body.
    expect([...new Set(routes)].sort()).toEqual([...Object.keys(ANSWERS), HIDDEN_ROUTE, ASSET_ROUTE].sort());
  });

  it('include the targets of the links in the guide at /docs', async () => {
    const { info } = (await (await fetch(`${api.url}/openapi.json`)).json()) as { info: { description: string } };
    const links = [...info.description.matchAll(/\]\((?!https:)([^)]+)\)/g)];
    expect(links.length).toBeGreaterThan(2);
    expect(Object.keys(ANSWERS)).toEqual(expect.arrayContaining(links.map(([, target]) => `GET /${target}`)));
  });

  it.each(Object.entries(ANSWERS))(
    'answer %s',
    async (route, { mediaType, words, body, path: concretePath, status = 200 }) => {
      const [method = '', path = ''] = route.split(' ');
      const isBytes = body instanceof Uint8Array;
      const contentType = isBytes ? mediaType : 'application/json';
      const response = await fetch(api.url + (concretePath ?? path), {
        method,
        headers: { accept: `${mediaType}, */*;q=0.1`, ...(body && { 'content-type': contentType }) },
        ...(body && { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
      });
      expect(response.status).toBe(status);
      expect(response.headers.get('content-type')).toContain(mediaType);
      expect(await response.text()).toContain(words);
    },
  );
});
