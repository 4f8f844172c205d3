import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, postJson, postJsonTo, startApi, startLoadingApi, UNCACHED } from '#libs/testing';
import { golden } from '../golden.js';
import { metricSum, readMetrics } from '../metrics-page.js';
import { countQueuedTexts, untilQueued } from '../queue-conditions.js';
import { rawRequest } from '../raw-request.js';
import { WAIT_LIMIT_MS } from '../wait-limit.js';
import { NDJSON, openLines, sendLines } from './open-lines.js';

let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(async () => {
  await api.stop();
});

const texts = golden.answers.map(({ text }) => text).filter((text) => text.isWellFormed());
const port = () => Number(new URL(api.url).port);

interface Predictions {
  readonly predictions: unknown[][];
}

async function predict(text: readonly string[], neutral = false): Promise<unknown[][]> {
  return ((await (await postJson(api.url, { text, neutral })).json()) as Predictions).predictions;
}

describe('a stream of lines to /predict', () => {
  it('answers each line in order, as a request without a stream does', async () => {
    const lines = texts.map((text, index) => JSON.stringify(index % 2 === 0 ? text : { id: `line ${index}`, text }));
    const { status, headers, answers } = await sendLines(api.url, lines.join('\n'));
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe(NDJSON);
    expect(headers.get('x-model')).toMatch(/^minilm-l6-sentiment@/);
    const expected = await predict(texts);
    expect(answers.slice(0, -1).map(({ predictions }) => predictions)).toEqual(expected);
    expect(answers.slice(0, -1).map(({ id }) => id)).toEqual(
      texts.map((_, index) => (index % 2 === 0 ? undefined : `line ${index}`)),
    );
    expect(answers.at(-1)).toEqual({ done: true, lines: texts.length });
  });

  it('answers with three labels where a line asks for them', async () => {
    const { answers } = await sendLines(api.url, '{"text":"It arrived.","neutral":true}\n"It arrived."\n');
    expect(answers[0]?.predictions).toEqual((await predict(['It arrived.'], true))[0]);
    expect(answers[1]?.predictions).toEqual((await predict(['It arrived.']))[0]);
  });

  it('says of a text whether it is longer than what the model reads', async () => {
    const long = 'again and again '.repeat(20_000);
    const { answers } = await sendLines(api.url, `${JSON.stringify(long)}\n"short"\n`);
    expect(answers.map(({ truncated }) => truncated)).toEqual([true, undefined, undefined]);
  });

  it('answers each faulty line with an error of its own, the first one too', async () => {
    const body = ['{', '{"id":2}', '{"id":3,"text":4}', '{"id":4,"text":"good","neutral":"yes"}', '', '"good"', '[]'];
    const { status, answers } = await sendLines(api.url, body.join('\r\n'));
    expect(status).toBe(200);
    expect(answers).toMatchObject([
      { error: { kind: 'malformed-body', status: 400, detail: 'The line is not valid JSON.' } },
      { id: 2, error: { kind: 'invalid-request', status: 422, errors: [{ pointer: '/text', detail: 'is missing' }] } },
      { id: 3, error: { errors: [{ pointer: '/text', detail: 'must be a string' }] } },
      { id: 4, error: { errors: [{ pointer: '/neutral', detail: 'must be true or false' }] } },
      { predictions: [{ label: 'POSITIVE' }, { label: 'NEGATIVE' }] },
      { error: { kind: 'invalid-request' } },
      { done: true, lines: 6 },
    ]);
  });

  it('answers a line before the next one is sent', async () => {
    const stream = await openLines(api.url);
    for (const text of ['good', 'bad', 'good again']) {
      await stream.send({ id: text, text });
      expect(await stream.next()).toMatchObject({ id: text, predictions: [{}, {}] });
    }
    stream.upload.end();
    expect(await stream.next()).toEqual({ done: true, lines: 3 });
    expect(await stream.next()).toBeUndefined();
  });

  it('takes the connection for the next request after a stream', async () => {
    const body = '"good"\n';
    const head = `POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: ${NDJSON}\r\nContent-Length: ${body.length}\r\n\r\n`;
    const { statuses, text } = await rawRequest(port(), [head + body + head + body], 2_000);
    expect(statuses).toEqual([200, 200]);
    expect(text.match(/"done":true/g)).toHaveLength(2);
  });

  it('begins with 100 Continue for a client that waits for it', async () => {
    const head = `POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: ${NDJSON}\r\nContent-Length: 7\r\nExpect: 100-continue\r\n\r\n`;
    const { statuses } = await rawRequest(port(), [head, '"good"\n'], 1_000);
    expect(statuses).toEqual([100, 200]);
  });

  it.each([
    [{ 'content-encoding': 'gzip' }, 415, 'unsupported-media-type'],
    [{ 'content-type': `${NDJSON}; charset=latin1` }, 415, 'unsupported-media-type'],
    [{ 'x-request-timeout-ms': 'soon' }, 400, 'malformed-header'],
  ])('is refused with %j before it begins', async (headers, status, kind) => {
    const refused = await sendLines(api.url, '"good"\n', { headers });
    expect(refused.status).toBe(status);
    expect(refused.text).toContain(kind);
  });

  it('gives each line the time of X-Request-Timeout-Ms', async () => {
    const slow = Array.from(
      { length: 400 },
      (_, index) => `a text that no cache holds ${index} ${'and so on '.repeat(400)}`,
    );
    const { answers } = await sendLines(api.url, slow.map((text) => JSON.stringify(text)).join('\n'), {
      headers: { 'x-request-timeout-ms': '1', 'cache-control': 'no-cache' },
    });
    expect(answers.at(-1)).toEqual({ done: true, lines: slow.length });
    const kinds = new Set(answers.slice(0, -1).map(({ error }) => (error as { kind?: string } | undefined)?.kind));
    expect(
      [...kinds].filter((kind) => kind !== undefined && !['deadline-exceeded', 'overloaded'].includes(kind)),
    ).toEqual([]);
    expect(kinds).toContain('deadline-exceeded');
  });

  it('keeps and reads predictions in the cache', async () => {
    const hits = async () =>
      metricSum(await readMetrics(api.url), 'sentiment_cache_lookups_total', { tier: 'memory', outcome: 'hit' });
    const body = '"known to the cache after its first answer"\n';
    await sendLines(api.url, body);
    const before = await hits();
    await sendLines(api.url, body);
    expect(await hits()).toBeGreaterThan(before);
  });

  it('is counted line by line, and logged as one request', async () => {
    const lines = async (outcome: string) =>
      metricSum(await readMetrics(api.url), 'sentiment_stream_lines_total', { outcome });
    const [answered, failed] = [await lines('answered'), await lines('failed')];
    await sendLines(api.url, '"good"\n"bad"\n{}\n', { headers: { 'x-request-id': 'a-stream' } });
    expect([await lines('answered'), await lines('failed')]).toEqual([answered + 2, failed + 1]);
    await expect
      .poll(() => api.output())
      .toMatch(/"requestId":"a-stream".*"route":"\/predict stream","status":200.*"texts":2.*"failedLines":1/);
    const samples = await readMetrics(api.url);
    expect(metricSum(samples, 'http_request_duration_seconds_count', { route: '/predict stream' })).toBeGreaterThan(0);
  });

  it('is refused while the model loads', async () => {
    const { api: loading, finish } = await startLoadingApi();
    expect(await sendLines(loading.url, '"good"\n')).toMatchObject({ status: 503, answers: [] });
    await finish();
    await loading.stop();
  });

  it('needs a key where the service asks for one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keys-'));
    const file = join(folder, 'keys');
    writeFileSync(file, 'team:a-key-of-a-team-for-streams\n');
    const guarded = await startApi({ env: { API_KEYS_FILE: file } });
    expect(await sendLines(guarded.url, '"good"\n')).toMatchObject({ status: 401 });
    const headers = { 'x-api-key': 'a-key-of-a-team-for-streams' };
    expect(await sendLines(guarded.url, '"good"\n', { headers })).toMatchObject({
      status: 200,
      answers: [{}, { done: true }],
    });
    await guarded.stop();
    rmSync(folder, { recursive: true });
  });
});

describe('a stream of lines to /analyze', () => {
  it('answers each line as a request of one document is answered', async () => {
    const documents = [
      { text: 'The room was lovely. The staff ignored us all week.' },
      { text: 'Fine.', language: 'en' },
      { text: '' },
    ];
    const lines = [
      JSON.stringify(documents[0]?.text),
      JSON.stringify({ id: 1, ...documents[1] }),
      JSON.stringify({ id: 2, ...documents[2], sentences: false, minScore: 0.99 }),
    ];
    const { answers } = await sendLines(api.url, lines.join('\n'), { path: '/analyze' });
    const single = async (document: object, options = {}) => {
      const response = await postJsonTo(api.url, '/analyze', { documents: [document], ...options });
      const {
        documents: [answer],
      } = (await response.json()) as { documents: [object] };
      return Object.fromEntries(Object.entries(answer).filter(([name]) => name !== 'index'));
    };
    expect(answers).toEqual([
      await single(documents[0] ?? {}),
      { id: 1, ...(await single(documents[1] ?? {})) },
      { id: 2, ...(await single(documents[2] ?? {}, { sentences: false, minScore: 0.99 })) },
      { done: true, lines: 3 },
    ]);
  });

  it('answers each faulty line with an error that names the place in the line', async () => {
    const body = ['{"id":1}', '{"text":"good","language":"english"}', '{"text":"good","sentences":1}', '"good"'];
    const { answers } = await sendLines(api.url, body.join('\n'), { path: '/analyze' });
    expect(answers).toMatchObject([
      { id: 1, error: { kind: 'invalid-request', detail: '/text is missing.', errors: [{ pointer: '/text' }] } },
      { error: { errors: [{ pointer: '/language' }] } },
      { error: { errors: [{ pointer: '/sentences' }] } },
      { sentiment: 'positive' },
      { done: true, lines: 4 },
    ]);
  });
});

describe('a stream of lines and its service', () => {
  it('gives up the lines in its queue when the client leaves', async () => {
    const own = await startApi({ env: UNCACHED });
    for (const id of own.workerIds()) process.kill(id, 'SIGSTOP');
    const stream = await openLines(own.url);
    await stream.send(...Array.from({ length: 100 }, (_, index) => `text ${index}`));
    await untilQueued(own.url, 20);
    stream.response.destroy();
    await expect.poll(() => countQueuedTexts(own.url), { timeout: WAIT_LIMIT_MS }).toBe(0);
    await expect.poll(() => own.output()).toContain('"route":"/predict stream","status":499');
    for (const id of own.workerIds()) process.kill(id, 'SIGCONT');
    await own.stop();
  });

  it('reads no further when the client leaves while lines wait to be begun', async () => {
    const own = await startApi({ env: UNCACHED });
    const stream = await openLines(own.url);
    const lines = Array.from({ length: 20_000 }, (_, index) => `"text ${index} that no other line has"\n`);
    stream.upload.write(lines.join(''));
    await stream.next();
    stream.response.destroy();
    await expect
      .poll(() => own.output(), { timeout: WAIT_LIMIT_MS })
      .toContain('"route":"/predict stream","status":499');
    const texts = Number(/"route":"\/predict stream".*"texts":(\d+)/.exec(own.output())?.[1]);
    expect(texts).toBeGreaterThan(0);
    expect(texts).toBeLessThan(5_000);
    await own.stop();
  });

  it('ends when its client closes the connection in order, and has no line without an answer', async () => {
    const requestId = 'closed-in-order';
    const socket = connect(port(), '127.0.0.1');
    const head = ['POST /predict HTTP/1.1', 'Host: a', `Content-Type: ${NDJSON}`, `X-Request-Id: ${requestId}`];
    socket.write([...head, 'Transfer-Encoding: chunked', '', '7', '"good"\n', ''].join('\r\n'));
    let text = '';
    while (!text.includes('"predictions"')) text += String((await once(socket, 'data'))[0]);
    socket.end();
    await expect
      .poll(() => api.output(), { timeout: WAIT_LIMIT_MS })
      .toMatch(new RegExp(`"requestId":"${requestId}".*"route":"/predict stream","status":499`));
  });

  it('answers the lines in hand when the service ends, and tells how many they are', async () => {
    const own = await startApi({ env: UNCACHED });
    const stream = await openLines(own.url);
    const sending = (async () => {
      for (let index = 0; !stream.upload.destroyed && index < 100_000; index++)
        await stream.send({ id: index, text: `text ${index}` });
    })();
    const answers: Record<string, unknown>[] = [];
    for await (const answer of stream.answers) {
      answers.push(answer as Record<string, unknown>);
      if (answers.length === 100) own.process.kill('SIGTERM');
    }
    const last = answers.pop();
    expect(last).toMatchObject({ done: false, lines: answers.length, error: { kind: 'shutting-down', status: 503 } });
    expect(answers.map(({ id }) => id)).toEqual(answers.map((_, index) => index));
    stream.upload.destroy();
    await sending;
    expect(await own.stop()).toBe(0);
  });

  it('takes no more memory for 10,000 lines whose client reads slowly', { timeout: 120_000 }, async () => {
    const own = await startApi({ env: UNCACHED });
    const residentBytes = () =>
      1_024 * Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${own.process.pid}/status`, 'utf8'))?.[1]);
    const socket = connect(Number(new URL(own.url).port), '127.0.0.1');
    socket.write(`POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: ${NDJSON}\r\nTransfer-Encoding: chunked\r\n\r\n`);
    let isSent = false;
    const sending = (async () => {
      for (let from = 0; from < 10_000; from += 100) {
        const lines = Array.from(
          { length: 100 },
          (_, index) =>
            `${JSON.stringify({ id: from + index, text: `text ${from + index} ${'padding '.repeat(20)}` })}\n`,
        ).join('');
        if (!socket.write(`${Buffer.byteLength(lines).toString(16)}\r\n${lines}\r\n`)) await once(socket, 'drain');
      }
      socket.write('0\r\n\r\n');
      isSent = true;
    })();
    let text = '';
    const sizes: number[] = [];
    while (!text.includes('"done":')) {
      const chunk = (socket.read(16_384) ?? socket.read()) as Buffer | null;
      text = (text + (chunk?.toString() ?? '')).slice(-2_000);
      sizes.push(residentBytes());
      await sleep(10);
    }
    await sending;
    expect(isSent).toBe(true);
    expect(text).toContain('"done":true,"lines":10000');
    const early = Math.max(...sizes.slice(0, Math.ceil(sizes.length / 4)));
    expect(Math.max(...sizes)).toBeLessThan(early + 30e6);
    socket.destroy();
    await own.stop();
  });
});
