import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, type INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { NextFunction, Request, Response } from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RequestContext } from '#libs/observability';
import { Public, TakesApiKeyFrom } from '#libs/security';
import { ManualClock } from '#libs/testing';
import { Settings } from '../config/settings.js';
import { SettingsModule } from '../config/settings.module.js';
import { ProblemFilter } from '../http/errors/problem.filter.js';
import { SecurityModule } from './security.module.js';

const [FIRST, SECOND] = ['first-0123456789abcdef', 'second-0123456789abcdef'];

@Controller()
class AnsweringController {
  @Get('model')
  model(): string {
    return 'answer';
  }

  @Get('predict')
  predict(): string {
    return 'answer';
  }

  @Public()
  @Get('health/live')
  live(): string {
    return 'answer';
  }
}

@TakesApiKeyFrom({ header: 'X-Other-Key', queryParameter: 'key' })
@Controller('other')
class OtherApiController {
  @Get()
  read(): string {
    return 'answer';
  }
}

let folder: string;
let app: INestApplication | undefined;
let contexts: RequestContext[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'security-'));
  writeFileSync(join(folder, 'keys'), `shop:${FIRST}\noffice:${SECOND}\n`);
  contexts = [];
});
afterEach(async () => {
  await app?.close();
  rmSync(folder, { recursive: true });
});

/** Starts routes behind the guards of these settings. @returns a function that sends a request */
async function open(environment: Record<string, string>) {
  const settings = new Settings(environment);
  const module = await Test.createTestingModule({
    imports: [SettingsModule.forRoot(settings), SecurityModule],
    controllers: [AnsweringController, OtherApiController],
  }).compile();
  app = module.createNestApplication({ logger: false });
  app.use((_request: Request, response: Response, next: NextFunction) => {
    const requestContext = new RequestContext('id-1', { clock: new ManualClock(), startedMs: 0, trace: undefined });
    contexts.push(requestContext);
    response.locals = { requestContext };
    next();
  });
  app.useGlobalFilters(new ProblemFilter());
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return async (headers: Record<string, string> = {}, path = '/model') => {
    const response = await fetch(url + path, { headers });
    return { status: response.status, headers: response.headers, body: await response.text() };
  };
}

const keys = () => ({ API_KEYS_FILE: join(folder, 'keys') });

describe('API keys in places of other APIs', () => {
  it.each([
    ['a header', '/other', { 'x-other-key': SECOND }],
    ['a parameter of the query', `/other?key=${SECOND}`, {}],
    ['a parameter beside an unknown key in the header', `/other?key=${SECOND}`, { 'x-other-key': 'unknown' }],
    ['a header that every route takes', '/other', { 'x-api-key': SECOND }],
  ])('admits a client with a known key in %s, with and without a rate limit', async (_, path, headers) => {
    for (const limit of ['0', '5']) {
      const ask = await open({ ...keys(), RATE_LIMIT_REQUESTS: limit });
      expect((await ask(headers, path)).status).toBe(200);
      expect(contexts.at(-1)?.client).toBe('office');
      await app?.close();
    }
  });

  it.each([
    ['a parameter that is there twice', `/other?key=${SECOND}&key=${SECOND}`, {}],
    ['a parameter on another route', `/model?key=${SECOND}`, {}],
    ['a header on another route', '/model', { 'x-other-key': SECOND }],
  ])('refuses a key in %s', async (_, path, headers) => {
    const ask = await open(keys());
    expect((await ask(headers, path)).status).toBe(401);
  });
});

describe('API key guard', () => {
  it('admits every client where no keys are set', async () => {
    const ask = await open({});
    expect((await ask()).status).toBe(200);
    expect(contexts[0]?.client).toBeUndefined();
  });

  it.each([
    ['a bearer token', { authorization: `Bearer ${FIRST}` }, 'shop'],
    ['a bearer token in other letters', { authorization: `bearer  ${SECOND}` }, 'office'],
    ['a header of its own', { 'x-api-key': SECOND }, 'office'],
    ['its own header beside the token of a proxy', { authorization: 'Bearer of-a-proxy', 'x-api-key': FIRST }, 'shop'],
    ['a bearer token beside an unknown key', { authorization: `Bearer ${FIRST}`, 'x-api-key': 'unknown' }, 'shop'],
  ])('admits a client with a known key in %s, and notes its name', async (_, headers, client) => {
    const ask = await open(keys());
    expect((await ask(headers)).status).toBe(200);
    expect(contexts[0]?.client).toBe(client);
  });

  it.each<[string, Record<string, string>]>([
    ['no key', {}],
    ['an unknown key', { 'x-api-key': `${FIRST}x` }],
    ['the name of a client', { 'x-api-key': 'shop' }],
    ['another scheme', { authorization: `Basic ${FIRST}` }],
    ['a key without a scheme', { authorization: FIRST }],
    ['a key with more after it', { authorization: `Bearer ${FIRST} more` }],
  ])('refuses a client with %s by 401', async (_, headers) => {
    const ask = await open(keys());
    const answer = await ask(headers);
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="sentiment"']);
    expect(JSON.parse(answer.body)).toMatchObject({ type: 'urn:sentiment:problem:unauthorized' });
    expect(contexts[0]?.client).toBeUndefined();
  });

  it('asks for no key on a public route', async () => {
    const ask = await open(keys());
    expect((await ask({}, '/health/live')).status).toBe(200);
  });
});

describe('Rate limit guard', () => {
  const LIMIT = { RATE_LIMIT_REQUESTS: '2', RATE_LIMIT_SECONDS: '60' };

  it('limits nothing by default', async () => {
    const ask = await open({});
    const answer = await ask();
    expect([answer.status, answer.headers.get('ratelimit')]).toEqual([200, null]);
  });

  it('counts the requests of a client over all routes, and refuses those past the limit by 429', async () => {
    const ask = await open(LIMIT);
    const answers = [await ask(), await ask({}, '/predict'), await ask(), await ask({}, '/predict')];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429, 429]);
    expect(answers.map(({ headers }) => headers.get('ratelimit'))).toEqual([
      '"default";r=1;t=60',
      '"default";r=0;t=60',
      '"default";r=0;t=60',
      '"default";r=0;t=60',
    ]);
    expect(answers.map(({ headers }) => headers.get('retry-after'))).toEqual([null, null, '60', '60']);
    expect(answers[2]?.headers.get('ratelimit-policy')).toBe('"default";q=2;w=60');
    expect(JSON.parse(answers[2]?.body ?? '')).toMatchObject({
      type: 'urn:sentiment:problem:rate-limited',
      detail: 'A client may send at most 2 requests in 60 s.',
    });
  });

  it('counts each API key by itself, and clients without a known key by their address', async () => {
    const ask = await open({ ...LIMIT, ...keys() });
    const send = async (key: string, times: number) => {
      const statuses: number[] = [];
      for (let turn = 0; turn < times; turn++) statuses.push((await ask({ 'x-api-key': key })).status);
      return statuses;
    };
    expect(await send(FIRST, 3)).toEqual([200, 200, 429]);
    expect(await send(SECOND, 1)).toEqual([200]);
    // Unknown keys are tried from one address: the guard counts before the key is checked.
    expect([await send('guess-one', 2), await send('guess-two', 1)]).toEqual([[401, 401], [429]]);
  });

  it('notes the name of the client, also of one that it refuses', async () => {
    const ask = await open({ ...LIMIT, ...keys() });
    const answers = [];
    for (let turn = 0; turn < 3; turn++) answers.push(await ask({ 'x-api-key': FIRST }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(contexts.map(({ client }) => client)).toEqual(['shop', 'shop', 'shop']);
  });

  it('does not count the requests of a public route', async () => {
    const ask = await open(LIMIT);
    for (let turn = 0; turn < 5; turn++) expect((await ask({}, '/health/live')).status).toBe(200);
    expect((await ask()).headers.get('ratelimit')).toBe('"default";r=1;t=60');
  });
});
