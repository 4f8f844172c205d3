import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Api,
  nanModel,
  postJson,
  postJsonTo,
  repository,
  startApi,
  startLoadingApi,
  timeJump,
  untilHealthy,
} from '#libs/testing';
import { makeCrowd, untilQueued } from '../queue-conditions.js';
import { untilStatus } from '../until-status.js';

interface Media {
  readonly schema?: object;
  readonly example?: unknown;
  readonly examples?: Record<string, { readonly value: unknown }>;
}
interface DocumentedResponse {
  readonly headers?: Record<string, unknown>;
  readonly content?: Record<string, Media>;
}
interface Operation {
  readonly requestBody?: { readonly content: Record<string, Media> };
  readonly responses: Record<string, DocumentedResponse>;
  readonly security?: readonly unknown[];
  readonly tags?: readonly string[];
}
interface ObjectSchema {
  readonly properties?: Record<string, { readonly example?: unknown }>;
  readonly required?: readonly string[];
}
interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly servers: readonly unknown[];
  readonly tags: readonly { readonly name: string }[];
  readonly components: {
    readonly schemas: Record<string, ObjectSchema>;
    readonly securitySchemes: Record<string, Record<string, unknown>>;
  };
}

let api: Api;
let document: Document;

beforeAll(async () => {
  api = await startApi({
    env: { MODEL_DIR: nanModel, MAX_BODY_BYTES: '2000' },
    nodeOptions: ['--import', timeJump],
  });
  document = (await (await fetch(`${api.url}/openapi.json`)).json()) as Document;
});
afterAll(async () => {
  await api.stop();
});

/** A service whose model processes are stopped from outside. */
async function withStoppedModel<T>(use: () => Promise<T>): Promise<T> {
  const workerIds = api.workerIds();
  for (const id of workerIds) process.kill(id, 'SIGSTOP');
  const result = await use();
  for (const id of workerIds) process.kill(id, 'SIGCONT');
  await untilHealthy(api.url);
  return result;
}

function whileUnhealthy(request: (url: string) => Promise<Response>): Promise<Response> {
  return withStoppedModel(async () => {
    await untilStatus(() => fetch(`${api.url}/health`), 503);
    return request(api.url);
  });
}

let unknownTexts = 0;
/** A text that the cache does not hold, also when a test runs again. */
const getUnknownText = () => `bad ${unknownTexts++}`;

/** A service on which texts wait already. */
async function whileBusy(request: () => Promise<Response>): Promise<Response> {
  let waiting: Promise<Response>[] = [];
  const response = await withStoppedModel(async () => {
    waiting = [postJson(api.url, makeCrowd(getUnknownText()))];
    await untilQueued(api.url);
    return request();
  });
  await Promise.all(waiting);
  return response;
}

async function whileLoading(request: (url: string) => Promise<Response>): Promise<Response> {
  const { api: loading, finish } = await startLoadingApi();
  const response = await request(loading.url);
  await finish();
  await loading.stop();
  return response;
}

const KEY = 'a-key-for-the-openapi-test';

/** A service that asks for keys and has already taken the one request that it takes. */
async function whileGuarded(request: (url: string) => Promise<Response>): Promise<Response> {
  const folder = mkdtempSync(join(tmpdir(), 'guarded-'));
  writeFileSync(join(folder, 'keys'), `test:${KEY}\n`);
  const guarded = await startApi({
    env: { MODEL_DIR: nanModel, API_KEYS_FILE: join(folder, 'keys'), RATE_LIMIT_REQUESTS: '1' },
  });
  await fetch(`${guarded.url}/model`, { headers: { 'x-api-key': KEY } });
  const response = await request(guarded.url);
  await guarded.stop();
  rmSync(folder, { recursive: true });
  return response;
}

const get = (path: string) => (url: string) => fetch(url + path);

/** How to provoke the statuses that every route for predictions has. @param toBody the body of a request for texts */
function provokePredictions(
  path: string,
  toBody: (texts: readonly unknown[]) => object,
): Record<string, () => Promise<Response>> {
  const post = (url: string, timeoutMs = 30_000) =>
    postJsonTo(url, path, toBody([getUnknownText()]), { 'x-request-timeout-ms': String(timeoutMs) });
  return {
    [`post ${path} 200`]: () => postJsonTo(api.url, path, toBody(['good', 'good '.repeat(100)])),
    [`post ${path} 400`]: () => postJsonTo(api.url, path, '{'),
    [`post ${path} 401`]: () => whileGuarded((url) => postJsonTo(url, path, toBody(['good']))),
    [`post ${path} 413`]: () => postJsonTo(api.url, path, toBody(['good '.repeat(1_000)])),
    [`post ${path} 415`]: () => postJsonTo(api.url, path, '{}', { 'content-type': 'text/plain' }),
    [`post ${path} 422`]: () => postJsonTo(api.url, path, toBody(['good', 1])),
    [`post ${path} 429`]: () => whileBusy(() => post(api.url, 1)),
    [`post ${path} 503`]: () => whileUnhealthy(post),
    [`post ${path} 504`]: () => withStoppedModel(() => post(api.url, 50)),
  };
}

/** How to provoke every documented status of every route. */
const PROVOCATIONS: Record<string, () => Promise<Response>> = {
  ...provokePredictions('/predict', (texts) => ({ text: texts })),
  'post /predict 500': () => postJson(api.url, { text: ['poison'] }),
  ...provokePredictions('/analyze', (texts) => ({ documents: texts.map((text) => ({ text })) })),
  'get /model 200': () => get('/model')(api.url),
  'get /model 401': () => whileGuarded(get('/model')),
  'get /model 429': () => whileGuarded((url) => fetch(`${url}/model`, { headers: { 'x-api-key': KEY } })),
  'get /model 503': () => whileLoading(get('/model')),
  'get /v1/models 200': () => get('/v1/models')(api.url),
  'get /v1/models 401': () => whileGuarded(get('/v1/models')),
  'get /v1/models 429': () => whileGuarded((url) => fetch(`${url}/v1/models`, { headers: { 'x-api-key': KEY } })),
  'get /v1/models 503': () => whileLoading(get('/v1/models')),
  'get /health 200': () => get('/health')(api.url),
  'get /health 503': () => whileUnhealthy(get('/health')),
  'get /health/live 200': () => get('/health/live')(api.url),
  'get /health/live 503': () =>
    whileUnhealthy(async (url) => {
      api.process.kill('SIGUSR2');
      return untilStatus(() => get('/health/live')(url), 503);
    }),
  'get /health/ready 200': () => get('/health/ready')(api.url),
  'get /health/ready 503': () => whileUnhealthy(get('/health/ready')),
  'get /health/startup 200': () => get('/health/startup')(api.url),
  'get /health/startup 503': () => whileLoading(get('/health/startup')),
};

/** The others are the formats of other model servers: Schemathesis calls them, and their clients in e2e/clients. */
const OWN_TAGS: readonly string[] = ['sentiment', 'model', 'health'];

/** The documented kinds of problem of every route for predictions, by status. */
const PREDICTION_PROBLEMS = [
  '400 malformed-body',
  '400 malformed-header',
  '401 unauthorized',
  '413 body-too-large',
  '415 unsupported-media-type',
  '422 invalid-request',
  '429 overloaded',
  '429 rate-limited',
  '503 model-loading',
  '503 model-unavailable',
  '504 deadline-exceeded',
];
/** The documented kinds of problem, by route and status. */
const PROBLEMS = [
  'get /model 401 unauthorized',
  'get /model 429 rate-limited',
  'get /model 503 model-loading',
  ...PREDICTION_PROBLEMS.map((problem) => `post /analyze ${problem}`),
  ...PREDICTION_PROBLEMS.map((problem) => `post /predict ${problem}`),
  'post /predict 422 text-refused',
  'post /predict 500 internal',
  'post /predict 500 text-failed',
].sort();

/** An object schema's example, put together from its properties'; undefined when a required one has none. */
function getExample({ properties = {}, required = [] }: ObjectSchema): object | undefined {
  const examples = Object.entries(properties).flatMap(([name, { example }]): [string, unknown][] =>
    example === undefined ? [] : [[name, example]],
  );
  const example = Object.fromEntries(examples);
  return required.every((name) => name in example) ? example : undefined;
}

function operations(): [string, Operation][] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation]),
  );
}

function createValidator(schema: object) {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return ajv.compile({ ...schema, components: document.components });
}

describe('/openapi.json', () => {
  it('is OpenAPI 3.1 with the schema names of the replaced service', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining(['SentimentRequest', 'Sentiment', 'SentimentResponse']),
    );
  });

  it('documents nothing of its own format that this test does not provoke', () => {
    const own = operations().filter(([, { tags = [] }]) => tags.some((tag) => OWN_TAGS.includes(tag)));
    const documented = own.flatMap(([name, { responses }]) =>
      Object.keys(responses).map((status) => `${name} ${status}`),
    );
    expect(documented.sort()).toEqual(Object.keys(PROVOCATIONS).sort());
  });

  it.each(Object.entries(PROVOCATIONS))('is true of %s', async (name, provoke) => {
    const [operationName, status = ''] = name.split(/ (?=\d)/);
    const operation = operations().find(([candidate]) => candidate === operationName)?.[1];
    const response = await provoke();
    expect(response.status).toBe(Number(status));
    const mediaType = response.headers.get('content-type')?.split(';')[0] ?? '';
    const media = operation?.responses[status]?.content?.[mediaType];
    expect(media?.schema, `documented as ${mediaType}`).toBeDefined();
    const validate = createValidator(media?.schema ?? {});
    validate(await response.json());
    expect(validate.errors).toBeNull();
  });

  it('has examples that are valid', () => {
    let examples = 0;
    for (const [, { requestBody, responses }] of operations()) {
      const contents = [requestBody, ...Object.values(responses)].map((part) => part?.content ?? {});
      for (const media of contents.flatMap((content) => Object.values(content))) {
        const values = Object.values(media.examples ?? {}).map(({ value }) => value);
        if (media.example !== undefined) values.push(media.example);
        for (const value of values) {
          examples++;
          const validate = createValidator(media.schema ?? {});
          validate(value);
          expect(validate.errors).toBeNull();
        }
      }
    }
    for (const schema of Object.values(document.components.schemas)) {
      const example = getExample(schema);
      if (example === undefined) continue;
      examples++;
      const validate = createValidator(schema);
      validate(example);
      expect(validate.errors).toBeNull();
    }
    expect(examples).toBeGreaterThan(10);
  });

  it('has an example of each kind of problem, with the status of its response', () => {
    const kinds = operations().flatMap(([name, { responses }]) =>
      Object.entries(responses).flatMap(([status, { content }]) =>
        Object.entries(content?.['application/problem+json']?.examples ?? {}).map(([kind, { value }]) => {
          expect(value).toMatchObject({ type: `urn:sentiment:problem:${kind}`, status: Number(status) });
          return `${name} ${status} ${kind}`;
        }),
      ),
    );
    expect(kinds.sort()).toEqual(PROBLEMS);
  });

  it('documents the RateLimit headers of all responses that have them, and Retry-After', () => {
    for (const [name, { security, responses }] of operations()) {
      for (const [status, { headers = {} }] of Object.entries(responses)) {
        const names = Object.keys(headers);
        const isCounted = security !== undefined;
        expect(names.includes('RateLimit') && names.includes('RateLimit-Policy'), `${name} ${status}`).toBe(isCounted);
        if (isCounted) expect(names.includes('Retry-After'), `${name} ${status}`).toBe(/429|503/.test(status));
      }
    }
  });

  it('gives each operation one of its tags', () => {
    const names = document.tags.map(({ name }) => name);
    for (const [name, { tags = [] }] of operations()) {
      expect(tags, name).toHaveLength(1);
      expect(names, name).toEqual(expect.arrayContaining([...tags]));
    }
  });

  it('has a server that is relative to it, and keys of no format', () => {
    expect(document.servers).toEqual([{ url: '.' }]);
    expect(Object.keys(document.components.securitySchemes.bearer ?? {}).sort()).toEqual([
      'description',
      'scheme',
      'type',
    ]);
  });

  it('lints clean', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'openapi-'));
    const file = join(folder, 'openapi.json');
    writeFileSync(file, JSON.stringify(document));
    const linter = join(repository, 'node_modules/.bin/redocly');
    const run = promisify(execFile)(
      linter,
      ['lint', '--config', join(repository, 'e2e/redocly.yaml'), '--format', 'json', file],
      {
        env: { PATH: process.env.PATH, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
      },
    );
    const { stdout } = await run.catch((error: unknown) => error as { stdout: string });
    rmSync(folder, { recursive: true });
    const { problems } = JSON.parse(stdout) as { problems: { message: string }[] };
    expect(problems.map(({ message }) => message)).toEqual([]);
  });
});
