import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, repository, startApi } from '#libs/testing';

interface Answer {
  readonly mediaType: string;
  /** Words of its body. */
  readonly words: string;
  /** The request's body; none for GET. */
  readonly body?: object;
}

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
  'POST /predict': { mediaType: 'application/json', words: '"label":"POSITIVE"', body: { text: ['This is fun'] } },
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

  it.each(Object.entries(ANSWERS))('answer %s', async (route, { mediaType, words, body }) => {
    const [method = '', path = ''] = route.split(' ');
    const response = await fetch(api.url + path, {
      method,
      headers: { accept: `${mediaType}, */*;q=0.1`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain(mediaType);
    expect(await response.text()).toContain(words);
  });
});
