import type { INestApplication } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProblemFilter } from '../http/errors/problem.filter.js';
import { provideFakeRequestContext } from '../http/request-context.fake.js';
import { PlaygroundController } from './playground.controller.js';
import { PlaygroundFiles, type StaticFile } from './playground-files.js';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const PAGE: StaticFile = { content: Buffer.from('<p>page'), mediaType: 'text/html; charset=utf-8', etag: '"page"' };
const SCRIPT: StaticFile = { content: Buffer.from('run()'), mediaType: 'text/javascript', etag: '"script"' };

let app: INestApplication;

async function start(files: PlaygroundFiles): Promise<void> {
  const module = await Test.createTestingModule({
    controllers: [PlaygroundController],
    providers: [{ provide: PlaygroundFiles, useValue: files }],
  }).compile();
  app = module.createNestApplication({ logger: false });
  // As the service does.
  (app as NestExpressApplication).disable('etag');
  app.use(provideFakeRequestContext);
  app.useGlobalFilters(new ProblemFilter());
  await app.listen(0, '127.0.0.1');
}

beforeEach(() => start(new PlaygroundFiles(PAGE, new Map([['main.js', SCRIPT]]))));
afterEach(() => app.close());

const ask = async (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch((await app.getUrl()) + path, { method, headers });

describe('GET /', () => {
  it.each([BROWSER, 'text/html', 'text/html;q=0.1, application/json'])('is the page for Accept: %s', async (accept) => {
    const response = await ask('/', { accept });
    expect([response.status, await response.text()]).toEqual([200, '<p>page']);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      etag: '"page"',
      vary: 'Accept',
    });
  });

  it.each(['*/*', 'application/json', 'text/*', 'text/html;q=0, */*'])('is 404 for Accept: %s', async (accept) => {
    const response = await ask('/', { accept });
    expect(response.status).toBe(404);
    expect(response.headers.get('vary')).toBe('Accept');
    expect(await response.json()).toMatchObject({ type: 'urn:sentiment:problem:not-found' });
  });

  it('allows the page nothing but its own files and its own service', async () => {
    const policy = (await ask('/', { accept: BROWSER })).headers.get('content-security-policy') ?? '';
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
    const headers = { accept: BROWSER, 'if-none-match': '"page"', 'cache-control': 'max-age=0' };
    const response = await ask('/', headers);
    expect([response.status, await response.text(), response.headers.get('etag')]).toEqual([304, '', '"page"']);
  });

  it.each(['POST', 'PUT', 'DELETE'])('has no other method: %s is 404', async (method) => {
    expect((await ask('/', { accept: BROWSER }, method)).status).toBe(404);
  });

  it('is 404 if the service serves no playground', async () => {
    await app.close();
    await start(new PlaygroundFiles());
    expect((await ask('/', { accept: BROWSER })).status).toBe(404);
  });
});

describe('HEAD /', () => {
  it('has the headers of the page, without its body', async () => {
    const response = await ask('/', { accept: BROWSER }, 'HEAD');
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([200, '7', '']);
  });
});

describe('GET /playground/assets/:name', () => {
  it('is the asset, which browsers keep forever', async () => {
    const response = await ask('/playground/assets/main.js');
    expect([response.status, await response.text()]).toEqual([200, 'run()']);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/javascript',
      'cache-control': 'public, max-age=31536000, immutable',
      etag: '"script"',
    });
  });

  it.each(['other.js', '..%2f..%2findex.html', '%2e%2e%2findex.html', '__proto__'])('is 404 for %s', async (name) => {
    expect((await ask(`/playground/assets/${name}`)).status).toBe(404);
  });
});
