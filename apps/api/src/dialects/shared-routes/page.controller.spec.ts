import type { INestApplication, Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProblemFilter } from '../../http/errors/problem.filter.js';
import { ROOT_ANSWERS_ALL } from '../../http/errors/route-methods.js';
import { provideFakeRequestContext } from '../../http/request-context.fake.js';
import { PlaygroundFiles, type StaticFile } from '../../playground/playground-files.js';
import { PlaygroundPage } from '../../playground/playground-page.js';
import { AliveController } from './alive.controller.js';
import { PageController } from './page.controller.js';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const PAGE: StaticFile = { content: Buffer.from('<p>page'), mediaType: 'text/html; charset=utf-8', etag: '"page"' };
const WITH_PAGE = new PlaygroundFiles(PAGE);
/** Clients that do not ask for a page. */
const OTHER_CLIENTS = ['*/*', 'application/json', 'text/*', 'text/html;q=0, */*'];

let app: INestApplication;

async function start(controller: Type, files: PlaygroundFiles): Promise<void> {
  const module = await Test.createTestingModule({
    controllers: [controller],
    providers: [PlaygroundPage, { provide: PlaygroundFiles, useValue: files }],
  }).compile();
  app = module.createNestApplication({ logger: false });
  // As the service does.
  (app as NestExpressApplication).disable('etag');
  (app as NestExpressApplication).set(ROOT_ANSWERS_ALL, controller === AliveController);
  app.use(provideFakeRequestContext);
  app.useGlobalFilters(new ProblemFilter());
  await app.listen(0, '127.0.0.1');
}

afterEach(() => app.close());

const ask = async (headers: Record<string, string> = {}, method = 'GET') =>
  fetch(await app.getUrl(), { method, headers });

describe.each([
  ['without the dialect kserve', PageController],
  ['with the dialect kserve', AliveController],
])('GET / for a browser, %s', (_, controller) => {
  beforeEach(() => start(controller, WITH_PAGE));

  it.each([BROWSER, 'text/html', 'text/html;q=0.1, application/json'])('is the page for Accept: %s', async (accept) => {
    const response = await ask({ accept });
    expect([response.status, await response.text()]).toEqual([200, '<p>page']);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      etag: '"page"',
      vary: 'Accept',
    });
  });

  it('allows the page nothing but its own files and its own service', async () => {
    const policy = (await ask({ accept: BROWSER })).headers.get('content-security-policy') ?? '';
    expect(policy.split('; ').sort()).toEqual([
      "base-uri 'none'",
      "connect-src 'self'",
      "default-src 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "img-src 'self' data:",
      "script-src 'self'",
      "style-src 'self'",
    ]);
  });

  it('is 304 without a body if the browser has the page', async () => {
    // Without a Cache-Control of its own, fetch of Node sends `no-cache`, which asks for the whole page.
    const response = await ask({ accept: BROWSER, 'if-none-match': '"page"', 'cache-control': 'max-age=0' });
    expect([response.status, await response.text(), response.headers.get('etag')]).toEqual([304, '', '"page"']);
  });

  it('has the headers of the page for HEAD, without its body', async () => {
    const response = await ask({ accept: BROWSER }, 'HEAD');
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([200, '7', '']);
  });
});

describe('GET / for other clients, without the dialect kserve', () => {
  it.each(OTHER_CLIENTS)('is 404 for Accept: %s', async (accept) => {
    await start(PageController, WITH_PAGE);
    const response = await ask({ accept });
    expect([response.status, response.headers.get('vary')]).toEqual([404, 'Accept']);
    expect(await response.json()).toMatchObject({ type: 'urn:sentiment:problem:not-found' });
  });

  it.each(['POST', 'PUT', 'DELETE'])('has no other method: %s is 404', async (method) => {
    await start(PageController, WITH_PAGE);
    expect((await ask({ accept: BROWSER }, method)).status).toBe(404);
  });

  it('is 404 for browsers too if the service serves no playground', async () => {
    await start(PageController, new PlaygroundFiles());
    expect((await ask({ accept: BROWSER })).status).toBe(404);
  });
});

describe('GET / for other clients, with the dialect kserve', () => {
  it.each(OTHER_CLIENTS)('tells that the service is alive, for Accept: %s', async (accept) => {
    await start(AliveController, WITH_PAGE);
    const response = await ask({ accept });
    expect([response.status, await response.text()]).toEqual([200, '{"status":"alive"}']);
    expect([response.headers.get('content-type'), response.headers.get('vary')]).toEqual([
      'application/json',
      'Accept',
    ]);
  });

  it.each(['PUT', 'DELETE'])('has no other method: %s is 405', async (method) => {
    await start(AliveController, WITH_PAGE);
    const response = await ask({ accept: BROWSER }, method);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('is 404 for browsers if the service serves no playground', async () => {
    await start(AliveController, new PlaygroundFiles());
    expect((await ask({ accept: BROWSER })).status).toBe(404);
    expect((await ask({ accept: '*/*' })).status).toBe(200);
  });
});
