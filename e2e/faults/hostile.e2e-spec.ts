import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, postJson, repository, startApi } from '#libs/testing';
import { metricSum, readMetrics } from '../metrics-page.js';
import { rawRequest } from '../raw-request.js';
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
const JSON_TYPE = 'Content-Type: application/json';
const GOOD_LENGTH = `Content-Length: ${GOOD_BODY.length}`;
const head = (...lines: string[]) => `${['POST /predict HTTP/1.1', 'Host: a', ...lines].join('\r\n')}\r\n\r\n`;
const post = (body: string | Buffer, ...lines: string[]) => [
  head(JSON_TYPE, `Content-Length: ${Buffer.byteLength(body)}`, ...lines),
  body,
];
/** A good body behind a head with faulty lines. */
const posted = (...lines: string[]) => [head(JSON_TYPE, ...lines), GOOD_BODY];
const chunked = (...chunks: string[]) => [head(JSON_TYPE, 'Transfer-Encoding: chunked'), ...chunks];
const GOOD_CHUNK = `${GOOD_BODY.length.toString(16)}\r\n${GOOD_BODY}\r\n`;
const GOOD_CHUNKS = `${GOOD_CHUNK}0\r\n\r\n`;
const get = (target: string, ...lines: string[]) =>
  `GET ${target} HTTP/1.1\r\nHost: a\r\n${lines.join('\r\n')}${lines.length ? '\r\n' : ''}\r\n`;
/** With these lines in place of `Host: a`. */
const getFrom = (...hosts: string[]) => ['GET /health HTTP/1.1', ...hosts, '', ''].join('\r\n');
const json = (value: string) => `{"text":["good"],"more":${value}}`;

type Parts = readonly (string | Buffer)[];

/** The same requests without a fault. */
const GOOD: Record<string, Parts> = {
  'a GET': [get('/health')],
  'a body with a length': posted(GOOD_LENGTH),
  'a body in chunks': chunked(GOOD_CHUNKS),
  'a Host with a port': [getFrom('Host: [::1]:8000')],
  'an empty Host': [getFrom('Host:')],
  'HTTP/1.0 without a Host': ['GET /health HTTP/1.0\r\n\r\n'],
  'JSON with a member that is not known': post(json('1')),
};

/** Requests with one fault each, by the answer. */
const HOSTILE: Record<string, Record<string, Parts>> = {
  '400 malformed-request': {
    // Not HTTP
    'nothing that is HTTP': ['hello\r\n\r\n'],
    'null bytes': [Buffer.alloc(1_000)],
    'random bytes': [Buffer.from(Array.from({ length: 2_000 }, (_, index) => (index * 7_919) % 251))],
    'a TLS hello': [Buffer.from('16030100c8010000c40303', 'hex'), Buffer.alloc(200, 1)],
    'an HTTP/2 preface': ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    'HTTP/0.9': ['GET /health\r\n'],
    'HTTP/3.0': ['GET /health HTTP/3.0\r\nHost: a\r\n\r\n'],
    'HTTP/1.1 in lower case': ['GET /health http/1.1\r\nHost: a\r\n\r\n'],
    'a method that is none': ['HACK /health HTTP/1.1\r\nHost: a\r\n\r\n'],
    'a method of 10,000 letters': [`${'A'.repeat(10_000)} / HTTP/1.1\r\nHost: a\r\n\r\n`],
    'no target': ['GET HTTP/1.1\r\nHost: a\r\n\r\n'],
    'line feeds alone': ['GET /health HTTP/1.1\nHost: a\n\n'],
    // Host
    'no Host': [getFrom('X-A: b')],
    'two Hosts': [getFrom('Host: a', 'Host: b')],
    'two equal Hosts': [getFrom('Host: a', 'host: a')],
    'a second Host behind 2,100 headers': [getFrom('Host: a', ...Array<string>(2_100).fill('a:'), 'Host: b')],
    'a Host that is a list': [getFrom('Host: a, b')],
    'a Host with a path': [getFrom('Host: a/b')],
    'a Host with a user': [getFrom('Host: user@a')],
    'a Host with a blank': [getFrom('Host: a b')],
    'a Host with a port that is none': [getFrom('Host: a:b')],
    'a Host with a bracket that stays open': [getFrom('Host: [::1')],
    'a Host with a broken escape': [getFrom('Host: a%zz')],
    'a Host that is not ASCII': [Buffer.from(getFrom('Host: caf\xe9'), 'latin1')],
    // Request line and headers
    'a header without a colon': [get('/health', 'NoColonHere')],
    'a header without a name': [get('/health', ': value')],
    'a blank before the colon': [get('/health', 'X-A : 5')],
    'a folded header': [get('/health', 'X-A: b', ' folded')],
    'a null byte in a header': [get('/health', 'X-A: b\0c')],
    'a carriage return in a header': [get('/health', 'X-A: b\rc')],
    'a null byte in the target': [get('/health\0')],
    'a blank in the target': [get('/health?a b')],
    'bytes that are no UTF-8 in the target': [Buffer.from('GET /health?caf\xe9 HTTP/1.1\r\nHost: a\r\n\r\n', 'latin1')],
    // Lengths and smuggling
    'Content-Length and Transfer-Encoding': [head(JSON_TYPE, GOOD_LENGTH, 'Transfer-Encoding: chunked'), GOOD_CHUNKS],
    'Transfer-Encoding and Content-Length': [head(JSON_TYPE, 'Transfer-Encoding: chunked', GOOD_LENGTH), GOOD_CHUNKS],
    'a smuggled request': [
      head(JSON_TYPE, `Content-Length: ${GOOD_CHUNKS.length}`, 'Transfer-Encoding: chunked'),
      `${GOOD_CHUNKS}GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n`,
    ],
    'two Content-Lengths': posted(GOOD_LENGTH, 'Content-Length: 1'),
    'two equal Content-Lengths': posted(GOOD_LENGTH, GOOD_LENGTH),
    'a list of Content-Lengths': posted(`${GOOD_LENGTH}, ${GOOD_BODY.length}`),
    'a negative Content-Length': posted('Content-Length: -1'),
    'a Content-Length with a sign': posted(`Content-Length: +${GOOD_BODY.length}`),
    'a Content-Length in hexadecimal': posted(`Content-Length: 0x${GOOD_BODY.length.toString(16)}`),
    'an enormous Content-Length': posted('Content-Length: 99999999999999999999'),
    'an unknown Transfer-Encoding': [head(JSON_TYPE, 'Transfer-Encoding: gzip'), GOOD_BODY],
    'an empty Transfer-Encoding': posted('Transfer-Encoding:', GOOD_LENGTH),
    'chunked, obfuscated': [head(JSON_TYPE, 'Transfer-Encoding: xchunked'), GOOD_CHUNKS],
    'chunked, not last': [head(JSON_TYPE, 'Transfer-Encoding: chunked, identity'), GOOD_CHUNKS],
    'chunked, twice': [head(JSON_TYPE, 'Transfer-Encoding: chunked, chunked'), GOOD_CHUNKS],
    'chunked in HTTP/1.0': [
      `POST /predict HTTP/1.0\r\n${JSON_TYPE}\r\nTransfer-Encoding: chunked\r\n\r\n`,
      GOOD_CHUNKS,
    ],
    'a chunk size that is none': chunked(`${GOOD_CHUNK}zz\r\n\r\n`),
    'a chunk longer than it says': chunked(`2\r\n${GOOD_BODY}\r\n0\r\n\r\n`),
    'a chunk of an enormous size': chunked(`fffffffffffffffff\r\n${GOOD_BODY}`),
    'a negative chunk size': chunked(`-1\r\n${GOOD_BODY}\r\n0\r\n\r\n`),
    'a chunk extension of 100 kB': chunked(
      `${GOOD_BODY.length.toString(16)};${'a'.repeat(100_000)}\r\n${GOOD_BODY}\r\n0\r\n\r\n`,
    ),
  },
  '400 malformed-body': {
    'an empty body': post(''),
    'a body of null bytes': post(Buffer.alloc(100)),
    'JSON in UTF-16': post(Buffer.from(`\ufeff${GOOD_BODY}`, 'utf16le')),
    'bytes that are no UTF-8': post(Buffer.from('{"text":["caf\xe9"]}', 'latin1')),
    'an overlong slash': post(Buffer.from('{"text":["\xc0\xaf"]}', 'latin1')),
    'half a body of JSON': post('{"text":["good"'),
    'two bodies of JSON': post(`${GOOD_BODY}${GOOD_BODY}`),
    'JSON with a comment': post('{"text":["good"]/* more */}'),
    NaN: post(json('NaN')),
    Infinity: post(json('Infinity')),
    'arrays 10,000 deep': post(json(`${'['.repeat(10_000)}${']'.repeat(10_000)}`)),
    'objects 10,000 deep': post(json(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`)),
    'arrays 10,000 deep that never end': post('['.repeat(10_000)),
  },
  '400 malformed-header': {
    'a timeout that is none': post(GOOD_BODY, 'X-Request-Timeout-Ms: 1e9'),
  },
  '404 not-found': {
    'an absolute target of another host': [get('http://evil.example/nowhere')],
    'an absolute target without a host': [get('http:///nowhere')],
    'OPTIONS *': ['OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n'],
    'a path out of the folder': [get('/docs/../../package.json')],
    'an encoded path out of the folder': [get('/docs/%2e%2e%2f%2e%2e%2fpackage.json')],
    'a broken escape': [get('/%zz')],
  },
  '405 method-not-allowed': {
    'an absolute target that is none': [get('http://xn--/predict')],
    'an absolute target with a port that is none': [get('http://a:b/predict?text=x')],
    'an absolute target that breaks off': [get('http://[/predict')],
    CONNECT: ['CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n'],
    TRACE: ['TRACE /predict HTTP/1.1\r\nHost: a\r\n\r\n'],
    'an Upgrade to a WebSocket': [
      get('/predict', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Key: a', 'Sec-WebSocket-Version: 13'),
    ],
  },
  '413 body-too-large': {
    'a Content-Length past the limit': [head(JSON_TYPE, 'Content-Length: 999999999')],
    'chunks past the limit': chunked(...Array.from({ length: 40 }, () => `10000\r\n${'a'.repeat(65_536)}\r\n`)),
  },
  '415 unsupported-media-type': {
    'a bomb: gzip': post(Buffer.from('1f8b0800000000000003', 'hex'), 'Content-Encoding: gzip'),
    'a bomb: brotli': post(Buffer.alloc(50, 0x1b), 'Content-Encoding: br'),
    'a form': [head('Content-Type: application/x-www-form-urlencoded', GOOD_LENGTH), GOOD_BODY],
    'a multipart body': [head('Content-Type: multipart/form-data; boundary=x', GOOD_LENGTH), GOOD_BODY],
    'a charset that is none': [head(`${JSON_TYPE}; charset=utf-7`, GOOD_LENGTH), GOOD_BODY],
  },
  '417 expectation-failed': {
    'an Expect that is unknown': post(GOOD_BODY, 'Expect: miracles'),
    'an Expect that is unknown, in a list': post(GOOD_BODY, 'Expect: 100-continue, miracles'),
  },
  '422 invalid-request': {
    'texts that are arrays': post('{"text":[["good"]]}'),
    'a text that is a prototype': post('{"__proto__":{"text":["good"]}}'),
    'a constructor in place of a text': post('{"constructor":{"prototype":{"text":["good"]}}}'),
    'duplicate keys of which the last is none': post('{"text":["good"],"text":1}'),
    'a number of 100,000 digits in place of a text': post(`{"text":[${'9'.repeat(100_000)}]}`),
  },
  '431 headers-too-large': {
    'a header of 100 kB': [get('/health', `X-A: ${'b'.repeat(100_000)}`)],
    'a header name of 100 kB': [get('/health', `${'X'.repeat(100_000)}: b`)],
    '5,000 headers': [get('/health', ...Array.from({ length: 5_000 }, (_, index) => `X-${index}: b`))],
    'a target of 100 kB': [get(`/health?${'a'.repeat(100_000)}`)],
    'trailers of 100 kB': chunked(`${GOOD_CHUNK}0\r\nX-A: ${'b'.repeat(100_000)}\r\n\r\n`),
  },
  '501 unsupported-transfer-coding': {
    'a transfer coding before chunked': [head(JSON_TYPE, 'Transfer-Encoding: gzip, chunked'), GOOD_CHUNKS],
    'a transfer coding before chunked, in two lines': [
      head(JSON_TYPE, 'Transfer-Encoding: gzip', 'Transfer-Encoding: chunked'),
      GOOD_CHUNKS,
    ],
  },
};
const ROWS = Object.entries(HOSTILE).flatMap(([answer, rows]) =>
  Object.entries(rows).map(([name, parts]) => ({ name, parts, answer })),
);

/** Never ends by itself; the server must end it. */
const STALLING: Record<string, Parts> = {
  'a connection that says nothing': [],
  'headers that never end': ['GET /health HTTP/1.1\r\nHost: a\r\nX-A: '],
  'a request line that never ends': ['GET /heal'],
  'a body that never comes': [head('Content-Type: application/json', 'Content-Length: 100')],
  'a body that stops half way': [head('Content-Type: application/json', 'Content-Length: 100'), '{"text":["go'],
  'chunks that stop half way': chunked('5\r\nab'),
  'chunks that never end': chunked('5\r\nabcde\r\n'),
};

const LIMIT_MS = 2_000;
const LAST_WORD = 'GET /end-of-the-connection HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';

async function expectGoodAnswer(): Promise<void> {
  const response = await postJson(api.url, { text: ['good'] });
  expect(response.status).toBe(200);
  await response.arrayBuffer();
}

describe('a hostile request', () => {
  let timeouts = 0;

  it('is one of sixty and more', () => {
    expect(ROWS.length + Object.keys(STALLING).length).toBeGreaterThanOrEqual(60);
  });

  it.each(Object.entries(GOOD))('is answered when it has no fault: %s', async (_, parts) => {
    expect((await rawRequest(port, [...parts, LAST_WORD], LIMIT_MS)).statuses[0]).toBe(200);
  });

  it.each(ROWS)('is refused, and the next good one is answered: $name, by $answer', async ({ parts, answer }) => {
    const { statuses, isClosed, text } = await rawRequest(port, [...parts, LAST_WORD], LIMIT_MS);
    const [status, kind] = answer.split(' ');
    expect(statuses[0]).toBe(Number(status));
    expect(text).toContain(`urn:sentiment:problem:${kind}`);
    expect(text).toMatch(/X-Request-Id: /);
    // One request, one answer, and one for the last word unless the connection ends before: nothing was smuggled in.
    expect([[], [404]]).toContainEqual(statuses.slice(1));
    expect(isClosed).toBe(true);
    expect(text).not.toContain(repository);
    await expectGoodAnswer();
  });

  it.concurrent.each(Object.entries(STALLING))(
    'is cut within 20 seconds: %s',
    { timeout: 30_000 },
    async (_, parts) => {
      const { statuses, isClosed, text } = await rawRequest(port, parts, 20_000);
      expect(isClosed, text.slice(0, 300)).toBe(true);
      expect(statuses.filter((status) => status !== 408)).toEqual([]);
      // A request without a whole head has no route.
      if (String(parts[0]).includes('\r\n\r\n')) timeouts += statuses.length;
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
    expect(count({ route: '/predict', status: '408' })).toBe(timeouts);
    expect(metricSum(samples, 'http_connections_refused_total', { reason: 'request-too-slow' })).toBeGreaterThanOrEqual(
      2,
    );
  });

  it('leaves the service the way it was', async () => {
    await expectGoodAnswer();
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(api.output()).not.toContain('"level":"error"');
    expect(api.output()).not.toContain('"level":"fatal"');
    expect(api.output()).not.toContain('Warning');
    expect(api.workerIds().length).toBeGreaterThan(0);
  });
});
