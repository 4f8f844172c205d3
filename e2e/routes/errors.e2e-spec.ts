import { connect } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, postJson, startApi } from '#libs/testing';

interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  errors?: { pointer: string; detail: string }[];
  errorCount?: number;
}

const SECRET = 'zanzibar-quokka';
let api: Api;

beforeAll(async () => {
  api = await startApi({ env: { MAX_TEXTS: '1000', MAX_BODY_BYTES: String(2 * 1024 * 1024) } });
});
afterAll(async () => {
  await api.stop();
});

async function readProblem(response: Response, status: number, kind: string): Promise<Problem> {
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem = (await response.json()) as Problem;
  expect(problem).toMatchObject({
    type: `urn:sentiment:problem:${kind}`,
    status,
    instance: `urn:request:${response.headers.get('x-request-id')}`,
  });
  expect(JSON.stringify(problem)).not.toContain(SECRET);
  return problem;
}

/** Sends bytes as they are and returns the answer's head and body. */
async function raw(bytes: string): Promise<string> {
  const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
  socket.write(bytes);
  let received = '';
  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString();
    if (received.includes('\r\n\r\n')) socket.end();
  });
  await once(socket, 'close');
  return received;
}

describe('errors: a body that is not valid', () => {
  it.each([
    ['[]', { text: [] }, ['/text']],
    ['no text', {}, ['/text']],
    ['null', { text: null }, ['/text']],
    ['a string in place of the list', { text: SECRET }, ['/text']],
    [
      'a number, null, object and list among the texts',
      { text: ['fine', 3, null, {}, [SECRET]] },
      [1, 2, 3, 4].map((i) => `/text/${i}`),
    ],
    ['one text too many', { text: Array(1_001).fill(SECRET) as string[] }, ['/text']],
    ['a list as the body', [SECRET], ['']],
    ['a number as the body', 7, ['']],
    ['null as the body', null, ['']],
  ])('is 422 with pointers: %s', async (_, body, pointers) => {
    const problem = await readProblem(await postJson(api.url, body), 422, 'invalid-request');
    expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(pointers);
    expect(problem.errorCount).toBe(pointers.length);
  });

  it('is 422 with the first 100 pointers and the count of all', async () => {
    const problem = await readProblem(await postJson(api.url, { text: Array(250).fill(1) }), 422, 'invalid-request');
    expect(problem.errors).toHaveLength(100);
    expect(problem.errorCount).toBe(250);
  });

  it('is 422 at once when it has a million faults', async () => {
    const health = fetch(`${api.url}/health`);
    const problem = await readProblem(
      await postJson(api.url, `{"text":[${'0,'.repeat(1_000_000)}0]}`),
      422,
      'invalid-request',
    );
    expect(problem.errors).toEqual([{ pointer: '/text', detail: expect.stringContaining('MAX_TEXTS') as string }]);
    expect((await health).status).toBe(200);
  });

  it.each([
    ['truncated', `{"text":["${SECRET}`],
    ['empty', ''],
    ['trailing garbage', `{"text":["a"]} ${SECRET}`],
    ['NaN', '{"text":[NaN]}'],
    ['wide', `{"text":["a"],"x":[${'{},'.repeat(690_000)}{}]}`],
    [
      'of arrays 60 deep, 690,000 of them',
      `{"text":["a"],"x":[${`${'['.repeat(59)}${']'.repeat(59)},`.repeat(11_000)}[]]}`,
    ],
    ['nested past 64', `${'['.repeat(65)}${']'.repeat(65)}`],
    ['nested past anything', `${'['.repeat(500_000)}${']'.repeat(500_000)}`],
    ['nested past 64 in a property that nobody reads', `{"text":["a"],"x":${'{"y":'.repeat(100)}1${'}'.repeat(100)}}`],
    ['Latin-1', Uint8Array.from(Buffer.from('{"text":["caf\u00e9"]}', 'latin1'))],
    ['an overlong encoding', Uint8Array.from([...Buffer.from('{"text":["'), 0xc0, 0xaf, ...Buffer.from('"]}')])],
    ['UTF-16', Uint8Array.from(Buffer.from('{"text":["a"]}', 'utf16le'))],
  ])('is 400: %s', async (_, body) => {
    await readProblem(await postJson(api.url, body), 400, 'malformed-body');
  });

  it('may be nested 64 deep', async () => {
    const body = `{"text":["a"],"x":${'['.repeat(63)}${']'.repeat(63)}}`;
    expect((await postJson(api.url, body)).status).toBe(200);
  });

  it.each([
    ['text/plain', {}],
    ['application/x-www-form-urlencoded', {}],
    ['application/json; charset=utf-16', {}],
    ['application/json; charset=iso-8859-1', {}],
    ['application/json; charset=us-ascii', {}],
    ['application/json', { 'content-encoding': 'gzip' }],
  ])('is 415: Content-Type %s %o', async (contentType, headers) => {
    const response = await postJson(api.url, { text: [SECRET] }, { 'content-type': contentType, ...headers });
    await readProblem(response, 415, 'unsupported-media-type');
  });

  it('is 413 at once when Content-Length says so', async () => {
    const answer = await raw(`POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n{"text"`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('MAX_BODY_BYTES');
  });

  it('is 413 at the limit when its length is not announced', async () => {
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const answer = await raw(
      `POST /predict HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(33)}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('is 413 for a client that sends all of it before it reads', async () => {
    await readProblem(await postJson(api.url, { text: [SECRET.repeat(200_000)] }), 413, 'body-too-large');
  });
});

describe('errors: a path or method that is not served', () => {
  it.each([
    ['GET', '/predict', 'POST'],
    ['PUT', '/predict', 'POST'],
    ['OPTIONS', '/predict', 'POST'],
    ['POST', '/health', 'GET, HEAD'],
    ['DELETE', '/model', 'GET, HEAD'],
    ['POST', '/openapi.json', 'GET, HEAD'],
    ['POST', '/docs', 'GET, HEAD'],
  ])('is 405 with Allow: %s %s', async (method, path, allow) => {
    const response = await fetch(`${api.url}${path}`, { method });
    await readProblem(response, 405, 'method-not-allowed');
    expect(response.headers.get('allow')).toBe(allow);
  });

  it.each([
    ['/predict/'],
    ['/PREDICT'],
    ['/Health'],
    ['/health/'],
    [`/${SECRET}`],
    ['//predict'],
    ['/predict/..%2fhealth'],
    ['/%E0%A4%A'],
    ['/docs/../package.json'],
  ])('is 404: %s', async (path) => {
    await readProblem(await fetch(`${api.url}${path}`, { method: 'POST' }), 404, 'not-found');
    await readProblem(await fetch(`${api.url}${path}`), 404, 'not-found');
  });
});

describe('errors: /docs', () => {
  it.each([
    [{ range: 'bytes=999999999-' }],
    [{ range: 'bytes=0-9' }],
    [{ 'if-match': '"none"' }],
    [{ 'if-unmodified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' }],
  ])('answers in one piece: %o', async (headers) => {
    const response = await fetch(`${api.url}/docs/swagger-ui.css`, { headers });
    expect(response.status).toBe(200);
    await response.arrayBuffer();
  });

  it('is 404 for a file that is not there', async () => {
    await readProblem(await fetch(`${api.url}/docs/LICENSE`), 404, 'not-found');
    await readProblem(await fetch(`${api.url}/docs/%00`), 404, 'not-found');
  });
});

describe('errors: X-Request-Id', () => {
  it('is taken over when sane', async () => {
    const response = await fetch(`${api.url}/health`, { headers: { 'x-request-id': 'trace-7f:3/a=b' } });
    expect(response.headers.get('x-request-id')).toBe('trace-7f:3/a=b');
  });

  it.each([['with blanks in it'], ['x'.repeat(200)], ['{"json":1}']])('is made anew in place of %s', async (given) => {
    const response = await fetch(`${api.url}/health`, { headers: { 'x-request-id': given } });
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('errors: what the service writes', () => {
  it('never holds a text', () => {
    expect(api.output()).not.toContain(SECRET);
  });
});
