import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, fixtures, repository, startApi } from '#libs/testing';
import { type RecordedRequest, replay } from './recorded-request.js';

const own = JSON.parse(readFileSync(join(fixtures, 'client-requests/recorded.json'), 'utf8')) as RecordedRequest[];
/** Recordings of earlier clients, which the repository does not have: of some with all their options. */
const MORE = resolve(repository, process.env.COMPAT_DIR ?? '../shared/compat', 'recorded');

/** Requests for which their users have to change more than the URL and the key. */
const REFUSED: ReadonlyMap<string, unknown> = new Map([
  ['triton-infer-gzip.json', { status: 415, body: { error: expect.stringContaining('Content-Encoding') as string } }],
  ...['triton-infer-json.json', 'triton-infer-class.json'].map((name): [string, unknown] => {
    return [name, { status: 400, body: { error: expect.stringContaining('must be one of label, score') as string } }];
  }),
]);

/** The recordings of the clients whose formats the service has, by file. */
function readMore(): [string, RecordedRequest][] {
  if (!existsSync(MORE)) return [];
  const names = readdirSync(MORE).filter((name) => /^(hf|triton|kserve)-.*\.json$/.test(name));
  return names.map((name) => [name, JSON.parse(readFileSync(join(MORE, name), 'utf8')) as RecordedRequest]);
}

const VERSION = /^\d+\.\d+\.\d+$/;

/** The same value with scores of two digits, because another processor may round otherwise, and without versions. */
function mask(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, each: unknown) => {
    if (typeof each === 'number' && !Number.isInteger(each)) return each.toFixed(2);
    return typeof each === 'string' && VERSION.test(each) ? 'version' : each;
  });
}

describe('recorded requests', () => {
  let api: Api;

  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(async () => {
    await api.stop();
  });

  it.each(own.map((recorded, index) => [`${index + 1}: ${recorded.method} ${recorded.path}`, recorded] as const))(
    'get the recorded answer: %s',
    async (_, recorded) => {
      const { status, body } = await replay(api.url, recorded);
      expect(status).toBe(recorded.answered.status);
      expect(mask(body)).toEqual(mask(recorded.answered.body));
    },
  );

  it.each(readMore())('of another recording get an answer: %s', async (name, recorded) => {
    // As a gateway does that serves the service under a path.
    const path = recorded.path.replace(/^\/compat\/\w+/, '');
    const { status, body } = await replay(api.url, recorded, path === '' ? '/' : path);
    expect({ status, body }).toMatchObject(REFUSED.get(name) ?? { status: recorded.answered.status });
  });
});
