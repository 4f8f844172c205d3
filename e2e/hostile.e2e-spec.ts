import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, postJson, startApi } from '#libs/testing';
import { metricSum, readMetrics } from './metrics-page.js';
import { rawRequest } from './raw-request.js';
let api: Api;
let port: number;

beforeAll(async () => {
  api = await startApi();
  port = Number(new URL(api.url).port);
});
afterAll(async () => {
  await api.stop();
});

const GOOD_BODY = '{"text":["good"]}';
const head = (...lines: string[]) => `${['POST /predict HTTP/1.1', 'Host: a', ...lines].join('\r\n')}\r\n\r\n`;
const post = (body: string | Buffer, ...lines: string[]) => [
  head('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`, ...lines),
  body,
];
const chunked = (...chunks: string[]) => [
  head('Content-Type: application/json', 'Transfer-Encoding: chunked'),
  ...chunks,
];
const get = (target: string, ...lines: string[]) =>
  `GET ${target} HTTP/1.1\r\nHost: a\r\n${lines.join('\r\n')}${lines.length ? '\r\n' : ''}\r\n`;
const json = (value: string) => `{"text":["good"],"more":${value}}`;

/** What a request may come to: a client error, or a closed connection; never 5xx, never silence with an open one. */
const HOSTILE: Record<string, readonly (string | Buffer)[]> = {
  // Not HTTP
  'nothing that is HTTP': ['hello\r\n\r\n'],
  'null bytes': [Buffer.alloc(1_000)],
  'random bytes': [Buffer.from(Array.from({ length: 2_000 }, (_, index) => (index * 7_919) % 251))],
  'a TLS hello': [Buffer.from('16030100c8010000c40303', 'hex'), Buffer.alloc(200, 1)],
  'an HTTP/2 preface': ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  'HTTP/0.9': ['GET /health\r\n'],
  'HTTP/3.0': ['GET /health HTTP/3.0\r\nHost: a\r\n\r\n'],
  'HTTP/1.1 in lower case': ['GET /health http/1.1\r\nHost: a\r\n\r\n'],
  'a method that is none': ['HACK /predict HTTP/1.1\r\nHost: a\r\n\r\n'],
  'a method of 10,000 letters': [`${'A'.repeat(10_000)} / HTTP/1.1\r\nHost: a\r\n\r\n`],
  'no target': ['GET HTTP/1.1\r\nHost: a\r\n\r\n'],
  'line feeds alone': ['GET /nowhere HTTP/1.1\nHost: a\n\n'],
  // Request line and headers
  'no Host': ['GET /health HTTP/1.1\r\n\r\n'],
  'two Hosts': ['GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\nHost: c\r\nX: y\r\nContent-Length: x\r\n\r\n'],
  'a header without a colon': [get('/health', 'NoColonHere')],
  'a header without a name': [get('/health', ': value')],
  'a blank before the colon': [get('/health', 'Content-Length : 5')],
  'a folded header': [get('/health', 'X-A: b', ' folded')],
  'a null byte in a header': [get('/health', 'X-A: b\0c')],
  'a carriage return in a header': [get('/health', 'X-A: b\rc')],
  'a null byte in the target': [get('/health\0')],
  'a blank in the target': [get('/hea lth')],
  'a header of 100 kB': [get('/health', `X-A: ${'b'.repeat(100_000)}`)],
  'a header name of 100 kB': [get('/health', `${'X'.repeat(100_000)}: b`)],
  '5,000 headers': [get('/health', ...Array.from({ length: 5_000 }, (_, index) => `X-${index}: b`))],
  'a target of 100 kB': [get(`/${'a'.repeat(100_000)}`)],
  'a query of 100 kB': [get(`/health?${'a'.repeat(100_000)}`)],
  'an absolute target of somebody else': [get('http://evil.example/nowhere')],
  'an absolute target that is none': [get('http://xn--/predict')],
  'an absolute target with a port that is none': [get('http://a:b/predict?text=x')],
  'an absolute target that breaks off': [get('http://[/predict')],
  'a scheme alone': [get('http://')],
  CONNECT: ['CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n'],
  TRACE: ['TRACE /predict HTTP/1.1\r\nHost: a\r\n\r\n'],
  'OPTIONS *': ['OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n'],
  'an Upgrade to a WebSocket': [
    get('/predict', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Key: a', 'Sec-WebSocket-Version: 13'),
  ],
  'an Upgrade to HTTP/2': [
    get('/predict', 'Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA'),
  ],
  'a path out of the folder': [get('/docs/../../package.json')],
  'an encoded path out of the folder': [get('/docs/%2e%2e%2f%2e%2e%2fpackage.json')],
  'a broken escape': [get('/%zz')],
  'bytes that are no UTF-8 in the target': [Buffer.from('GET /caf\xe9 HTTP/1.1\r\nHost: a\r\n\r\n', 'latin1')],
  'an Expect that is unknown': post(GOOD_BODY, 'Expect: miracles'),
  // Lengths and smuggling
  'Content-Length and Transfer-Encoding': [
    head('Content-Length: 6', 'Transfer-Encoding: chunked'),
    '0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n',
  ],
  'Transfer-Encoding and Content-Length': [
    head('Transfer-Encoding: chunked', 'Content-Length: 6'),
    '0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n',
  ],
  'two Content-Lengths': [head('Content-Length: 5', 'Content-Length: 6'), 'abcdef'],
  'a list of Content-Lengths': [head('Content-Length: 5, 5'), 'abcde'],
  'a negative Content-Length': [head('Content-Length: -1')],
  'a Content-Length with a sign': [head('Content-Length: +5'), 'abcde'],
  'a Content-Length in hexadecimal': [head('Content-Length: 0x5'), 'abcde'],
  'an enormous Content-Length': [head('Content-Length: 99999999999999999999')],
  'a Content-Length past the limit': [head('Content-Length: 999999999')],
  'an unknown Transfer-Encoding': [head('Transfer-Encoding: gzip'), 'abcde'],
  'chunked, obfuscated': [head('Transfer-Encoding: xchunked'), '0\r\n\r\n'],
  'chunked, not last': [head('Transfer-Encoding: chunked, identity'), '0\r\n\r\n'],
  'a chunk size that is none': chunked('zz\r\nabc\r\n0\r\n\r\n'),
  'a chunk longer than it says': chunked('2\r\nabcdef\r\n0\r\n\r\n'),
  'a chunk of an enormous size': chunked('fffffffffffffffff\r\nabc'),
  'a negative chunk size': chunked('-1\r\nabc\r\n0\r\n\r\n'),
  'a chunk extension of 100 kB': chunked(`5;${'a'.repeat(100_000)}\r\nabcde\r\n0\r\n\r\n`),
  'chunks past the limit': chunked(...Array.from({ length: 40 }, () => `10000\r\n${'a'.repeat(65_536)}\r\n`)),
  'trailers of 100 kB': chunked(
    `${GOOD_BODY.length.toString(16)}\r\n${GOOD_BODY}\r\n0\r\nX-A: ${'b'.repeat(100_000)}\r\n\r\n`,
  ),
  // Bodies
  'an empty body': post(''),
  'a body of null bytes': post(Buffer.alloc(100)),
  'JSON in UTF-16': post(Buffer.from(`\ufeff${GOOD_BODY}`, 'utf16le')),
  'bytes that are no UTF-8': post(Buffer.from('{"text":["caf\xe9"]}', 'latin1')),
  'an overlong slash': post(Buffer.from([0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d])),
  'half a body of JSON': post('{"text":["good"'),
  'two bodies of JSON': post(`${GOOD_BODY}${GOOD_BODY}`),
  'JSON with a comment': post('{"text":["good"]/* more */}'),
  NaN: post(json('NaN')),
  Infinity: post('{"text":Infinity}'),
  'arrays 10,000 deep': post(json(`${'['.repeat(10_000)}${']'.repeat(10_000)}`)),
  'objects 10,000 deep': post(json(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`)),
  'arrays 10,000 deep that never end': post('['.repeat(10_000)),
  'texts that are arrays': post('{"text":[["good"]]}'),
  'a text that is a prototype': post('{"__proto__":{"text":["good"]}}'),
  'a constructor in place of a text': post('{"constructor":{"prototype":{"text":["good"]}}}'),
  'duplicate keys of which the last is none': post('{"text":["good"],"text":1}'),
  'a number of 100,000 digits in place of a text': post(`{"text":[${'9'.repeat(100_000)}]}`),
  'a bomb: gzip': post(Buffer.from('1f8b0800000000000003', 'hex'), 'Content-Encoding: gzip'),
  'a bomb: brotli': post(Buffer.alloc(50, 0x1b), 'Content-Encoding: br'),
  'a form': [head('Content-Type: application/x-www-form-urlencoded', 'Content-Length: 11'), 'text=good&a='],
  'a multipart body': [head('Content-Type: multipart/form-data; boundary=x', 'Content-Length: 5'), '--x--'],
  'a charset that is none': [
    head('Content-Type: application/json; charset=utf-7', `Content-Length: ${GOOD_BODY.length}`),
    GOOD_BODY,
  ],
  'a timeout that is none': post(GOOD_BODY, 'X-Request-Timeout-Ms: 1e9'),
};

/** Never ends by itself; the server must end it. */
const STALLING: Record<string, readonly (string | Buffer)[]> = {
  'a connection that says nothing': [],
  'headers that never end': ['GET /health HTTP/1.1\r\nHost: a\r\nX-A: '],
  'a request line that never ends': ['GET /heal'],
  'a body that never comes': [head('Content-Type: application/json', 'Content-Length: 100')],
  'a body that stops half way': [head('Content-Type: application/json', 'Content-Length: 100'), '{"text":["go'],
  'chunks that stop half way': chunked('5\r\nab'),
  'chunks that never end': chunked('5\r\nabcde\r\n'),
};

const isRefused = (status: number) => status >= 400 && status < 500;
const LIMIT_MS = 2_000;

async function expectGoodAnswer(): Promise<void> {
  const response = await postJson(api.url, { text: ['good'] });
  expect(response.status).toBe(200);
  await response.arrayBuffer();
}

describe('a hostile request', () => {
  it('is one of sixty and more', () => {
    expect(Object.keys(HOSTILE).length + Object.keys(STALLING).length).toBeGreaterThanOrEqual(60);
  });

  it.each(Object.entries(HOSTILE))('is refused, and the next good one is answered: %s', async (_, parts) => {
    const lastWord = 'GET /end-of-the-connection HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
    const { statuses, isClosed, text } = await rawRequest(port, [...parts, lastWord], LIMIT_MS);
    // A body that is refused unread is discarded for a while, so that its sender comes to reading the answer.
    expect(isClosed || statuses.length > 0, 'silence').toBe(true);
    expect(statuses.filter((status) => !isRefused(status))).toEqual([]);
    // One request, one answer, and one for the last word: nothing was smuggled in.
    expect(statuses.length).toBeLessThanOrEqual(2);
    expect(text).not.toContain('/work');
    await expectGoodAnswer();
  });

  it.concurrent.each(Object.entries(STALLING))(
    'is cut within 20 seconds: %s',
    { timeout: 30_000 },
    async (_, parts) => {
      const { statuses, isClosed, text } = await rawRequest(port, parts, 20_000);
      expect(isClosed, text.slice(0, 300)).toBe(true);
      expect(statuses.filter((status) => status !== 408)).toEqual([]);
    },
  );

  it('is told what was wrong when it never became one', async () => {
    const { text } = await rawRequest(port, [get('/health', `X-A: ${'b'.repeat(100_000)}`)], LIMIT_MS);
    expect(text).toContain('431');
    expect(text).toContain('application/problem+json');
    expect(text).toContain('urn:sentiment:problem:headers-too-large');
  });

  it('is a problem, with an id, whatever its target is', async () => {
    const { text } = await rawRequest(port, [get('http://a:b/predict?text=x', 'Connection: close')], LIMIT_MS);
    expect(text).toMatch(/X-Request-Id: /);
    expect(text).toContain('urn:sentiment:problem:');
  });

  it('leaves nothing behind that waited for its turn on a connection that ended', async () => {
    const waiting = `${head('Transfer-Encoding: chunked')}0\r\n\r\n`;
    for (const id of api.workerIds()) process.kill(id, 'SIGSTOP');
    await rawRequest(
      port,
      [...post('{"text":["somebody waits for this"]}'), waiting.repeat(90), 'garbage\r\n\r\n'],
      500,
    );
    for (const id of api.workerIds()) process.kill(id, 'SIGCONT');
    await expect
      .poll(async () => metricSum(await readMetrics(api.url), 'sentiment_queue_filled_ratio'), { timeout: 10_000 })
      .toBeLessThan(0.05);
    const chunkedBody = { method: 'POST', body: new Blob([GOOD_BODY]).stream(), duplex: 'half' } as RequestInit;
    const response = await fetch(`${api.url}/predict`, {
      ...chunkedBody,
      headers: { 'content-type': 'application/json' },
    });
    expect(response.status).toBe(200);
  });

  it('is counted as what the client was told', async () => {
    const samples = await readMetrics(api.url);
    const count = (labels: Record<string, string>) => metricSum(samples, 'http_request_duration_seconds_count', labels);
    expect(count({ route: '/predict', status: '408' })).toBe(4);
    expect(metricSum(samples, 'http_connections_refused_total', { reason: 'request-too-slow' })).toBeGreaterThanOrEqual(
      2,
    );
  });

  it('leaves the service the way it was', async () => {
    await sleep(100);
    await expectGoodAnswer();
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(api.output()).not.toContain('"level":"error"');
    expect(api.output()).not.toContain('"level":"fatal"');
    expect(api.output()).not.toContain('Warning');
    expect(api.workerIds().length).toBeGreaterThan(0);
  });
});
