import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, fixtures, repository, startApi } from '#libs/testing';
import { type RecordedRequest, replay } from './recorded-request.js';
import { RECORDED_ID, verifySignature } from './recorded-signature.js';

const own = JSON.parse(readFileSync(join(fixtures, 'client-requests/recorded.json'), 'utf8')) as RecordedRequest[];
/** Recordings of earlier clients, which the repository does not have: of some with all their options. */
const MORE = resolve(repository, process.env.COMPAT_DIR ?? '../shared/compat', 'recorded');

/** Requests for which their users have to change more than the URL and the key, and valid ones that their recording refused. */
const DIFFERENT: ReadonlyMap<string, unknown> = new Map([
  ['triton-infer-gzip.json', { status: 415, body: { error: expect.stringContaining('Content-Encoding') as string } }],
  ['aws-boto3-language.json', { status: 400, body: { __type: 'UnknownOperationException' } }],
  ...['BatchSizeLimitExceeded', 'InvalidRequest', 'TextSizeLimitExceeded', 'UnsupportedLanguage'].map(
    (name): [string, unknown] => [`aws-boto3-err-${name}Exception.json`, { status: 200 }],
  ),
  ['aws-js-err.json', { status: 200 }],
  ['aws-java-error.json', { status: 200 }],
  // Valid requests, whose recording answered with an error.
  ['azure-py-err400.json', { status: 200 }],
  ['azure-py-err401.json', { status: 200 }],
  ['azure-py-language.json', { status: 400, body: { error: { innererror: { code: 'InvalidParameterValue' } } } }],
  ...['js-language-insecure', 'js-v31-http', 'py-v2022', 'py-v2023-allopts', 'py-v31'].map(
    (name): [string, unknown] => [
      `azure-${name}.json`,
      { status: 400, body: { error: { message: expect.stringContaining('does not mine opinions') as string } } },
    ],
  ),
  ...[400, 401, 403, 404].map((status): [string, unknown] => [`google-py-err-${status}.json`, { status: 200 }]),
  ...['triton-infer-json.json', 'triton-infer-class.json'].map((name): [string, unknown] => {
    return [name, { status: 400, body: { error: expect.stringContaining('must be one of label, score') as string } }];
  }),
]);

const SERVED = /^(hf|triton|kserve|azure|google|aws-(boto3|cli|js|go|java))-.*\.json$/;
const SIGNED = /^aws-.*\.json$/;

/** Recordings by file. */
function readMore(clients: RegExp): [string, RecordedRequest][] {
  if (!existsSync(MORE)) return [];
  const names = readdirSync(MORE).filter((name) => clients.test(name));
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

  it.each(readMore(SERVED))('of another recording get an answer: %s', async (name, recorded) => {
    // As a gateway does that serves the service under a path.
    const path = recorded.path.replace(/^\/compat\/\w+/, '');
    const { status, body } = await replay(api.url, recorded, path === '' ? '/' : path);
    expect({ status, body }).toMatchObject(DIFFERENT.get(name) ?? { status: recorded.answered.status });
  });

  it.each(readMore(SIGNED))('have a signature for their body alone: %s', (_, recorded) => {
    expect(verifySignature(recorded)).toBe(RECORDED_ID);
    expect(() => verifySignature(recorded, Buffer.from('{}'))).toThrow('The signature does not match');
  });
});
