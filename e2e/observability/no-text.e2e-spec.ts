import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Api, isMissing, nanModel, postJson, RedisServer, repository, startApi } from '#libs/testing';
import { OtlpReceiver } from '../otlp-receiver.js';
import { countQueuedTexts, untilQueued } from '../queue-conditions.js';
import { rawRequest } from '../raw-request.js';
import { WAIT_LIMIT_MS } from '../wait-limit.js';
/** Stands in every text, path, header, key and body below, in letters that survive any encoding of the rest. */
const MARKER = 'markerx9q7zk';
const KEY = 'a-key-for-the-test-of-texts';

let redis: RedisServer;
let receiver: OtlpReceiver;
let folder: string;
let api: Api;
/** Everything that the service gave away: answers, their headers, its own pages. */
let given: string[];

describe.skipIf(isMissing('redis-server'))('privacy: a text', () => {
  beforeEach(async () => {
    given = [];
    [redis, receiver] = await Promise.all([RedisServer.start(), OtlpReceiver.start()]);
    folder = mkdtempSync(join(tmpdir(), 'no-text-'));
    writeFileSync(join(folder, 'keys'), `client:${KEY}\n`);
    api = await startApi({
      env: {
        MODEL_DIR: nanModel,
        LOG_LEVEL: 'trace',
        REDIS_URL: redis.url,
        API_KEYS_FILE: join(folder, 'keys'),
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
        OTEL_BSP_SCHEDULE_DELAY: '50',
        MAX_BODY_BYTES: '4000',
        MODEL_PROCESSES: '1',
      },
      nodeOptions: ['--import', join(repository, 'dist/e2e/uncaught-error.js')],
    });
  });
  afterEach(async () => {
    await api.stop();
    await redis.stop();
    receiver.stop();
    rmSync(folder, { recursive: true });
  });

  async function take(answer: Promise<Response>): Promise<number> {
    const response = await answer;
    given.push(JSON.stringify([...response.headers]), await response.text());
    return response.status;
  }

  const authorized = (headers: Record<string, string> = {}) => ({ 'x-api-key': KEY, ...headers });
  const predict = (body: unknown, headers?: Record<string, string>) =>
    take(postJson(api.url, body, authorized(headers)));
  const call = (path: string, init: RequestInit = {}) => take(fetch(api.url + path, init));

  it('is in no answer, log line, metric, trace, file or key of Redis, whatever comes of it', async () => {
    const text = (tail: unknown) => `${MARKER} good ${String(tail)}`;
    const port = Number(new URL(api.url).port);
    const raw = async (...parts: string[]) => given.push((await rawRequest(port, parts, 1_000)).text);

    // Success: new, known, long, forbidden to be kept.
    expect(await predict({ text: [text(1), text(2)] })).toBe(200);
    expect(await predict({ text: [text(1), text(2)] })).toBe(200);
    expect(await predict({ text: [`${MARKER} `.repeat(200)] })).toBe(200);
    expect(await predict({ text: [text(3)] }, { 'cache-control': 'no-store' })).toBe(200);
    // Failure, each of its kinds.
    expect(await predict(`{"text": ["${MARKER}`)).toBe(400);
    expect(await predict(Buffer.from(`{"text":["${MARKER} \xe9"]}`, 'latin1'))).toBe(400);
    expect(await predict({ text: [text(4)] }, { 'x-request-timeout-ms': MARKER })).toBe(400);
    expect(await take(postJson(api.url, { text: [text(5)] }))).toBe(401);
    expect(await take(postJson(api.url, { text: [text(5)] }, { 'x-api-key': MARKER }))).toBe(401);
    expect(await predict({ text: text(6) })).toBe(422);
    expect(await predict({ [MARKER]: text(6) })).toBe(422);
    expect(await predict({ text: [{ [MARKER]: MARKER }] })).toBe(422);
    expect(await predict({ text: [`${MARKER} `.repeat(500)] })).toBe(413);
    expect(await predict(text(7), { 'content-type': `text/${MARKER}` })).toBe(415);
    expect(await predict({ text: [`poison ${MARKER}`] })).toBe(500);
    expect(await call(`/${MARKER}?text=${MARKER}`, { headers: { 'x-request-id': `"${MARKER}"` } })).toBe(404);
    expect(await call(`/predict?text=${MARKER}`, { method: 'DELETE' })).toBe(405);
    await raw(`GET http://a:b/predict?text=${MARKER} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    await raw(`GET /${MARKER} HTTP/1.1\r\n${MARKER}\r\n\r\n`);
    await raw(`POST /predict HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: ${MARKER}\r\n\r\n`);
    await raw(
      `POST /predict HTTP/1.1\r\nHost: a\r\nX-Api-Key: ${KEY}\r\nContent-Length: 50\r\n\r\n{"text":["${MARKER}`,
    );

    // The model stops: too late, left, replaced with the text in it.
    const [stopped = 0] = api.workerIds();
    process.kill(stopped, 'SIGSTOP');
    expect(await predict({ text: [text(8)] }, { 'x-request-timeout-ms': '300' })).toBe(504);
    const left = fetch(`${api.url}/predict`, {
      method: 'POST',
      headers: authorized({ 'content-type': 'application/json' }),
      body: JSON.stringify({ text: [text(9)] }),
      signal: AbortSignal.timeout(200),
    });
    await expect(left).rejects.toThrow();
    // The text that was left waits no more.
    await expect.poll(() => countQueuedTexts(api.url), { timeout: WAIT_LIMIT_MS }).toBe(0);
    const retried = predict({ text: [text(10)] });
    await untilQueued(api.url);
    process.kill(stopped, 'SIGKILL');
    expect(await retried).toBe(200);

    // Redis goes and comes.
    await redis.command('client', 'kill', 'type', 'normal');
    expect(await predict({ text: [text(11)] })).toBe(200);

    for (const path of ['/metrics', '/openapi.json', '/health', '/health/ready', '/health/live', '/health/startup']) {
      expect(await call(path)).toBe(200);
    }
    const keys = (await redis.command('keys', '*')) as string[];
    expect(keys.length).toBeGreaterThan(3);
    const values = await Promise.all(keys.map((key) => redis.command('get', key)));
    given.push(...keys, ...values.map(String));

    // The end: by an error that nobody caught, with a text in flight.
    const last = predict({ text: [text(12)] }).catch(() => 0);
    api.process.kill('SIGUSR2');
    await last;
    expect(await api.stop()).toBe(1);

    expect(receiver.spans.length).toBeGreaterThan(20);
    expect(api.output().match(/"msg":"request"/g)?.length).toBeGreaterThan(15);
    const everything = { answers: given.join('\n'), log: api.output(), traces: receiver.received };
    for (const [place, content] of Object.entries(everything)) expect(content.includes(MARKER), place).toBe(false);
    expect(readdirSync(folder)).toEqual(['keys']);
    expect(everything.log).not.toContain(KEY);
  });
});
