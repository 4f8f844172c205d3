import type { INestApplication } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProblemFilter } from '../http/errors/problem.filter.js';
import { provideFakeRequestContext } from '../http/request-context.fake.js';
import { PlaygroundController } from './playground.controller.js';
import { PlaygroundFiles, type StaticFile } from './playground-files.js';

const SCRIPT: StaticFile = { content: Buffer.from('run()'), mediaType: 'text/javascript', etag: '"script"' };

let app: INestApplication;

beforeEach(async () => {
  const files = new PlaygroundFiles(undefined, new Map([['main.js', SCRIPT]]));
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
});
afterEach(() => app.close());

const ask = async (name: string, headers: Record<string, string> = {}) =>
  fetch(`${await app.getUrl()}/playground/assets/${name}`, { headers });

describe('GET /playground/assets/:name', () => {
  it('is the asset, which browsers keep forever', async () => {
    const response = await ask('main.js');
    expect([response.status, await response.text()]).toEqual([200, 'run()']);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/javascript',
      'cache-control': 'public, max-age=31536000, immutable',
      etag: '"script"',
    });
  });

  it('is 304 without a body if the browser has the asset', async () => {
    const response = await ask('main.js', { 'if-none-match': '"script"', 'cache-control': 'max-age=0' });
    expect([response.status, await response.text()]).toEqual([304, '']);
  });

  it.each(['other.js', '..%2f..%2findex.html', '%2e%2e%2findex.html', '__proto__'])('is 404 for %s', async (name) => {
    expect((await ask(name)).status).toBe(404);
  });
});
