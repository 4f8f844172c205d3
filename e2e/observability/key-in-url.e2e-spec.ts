import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Api, nanModel, postJsonTo, startApi } from '#libs/testing';
import { OtlpReceiver } from '../otlp-receiver.js';
import { rawRequest } from '../raw-request.js';

/** In letters that survive any encoding of the rest. */
const KEY = 'goodkeyx9q7zk0123456789';
const WRONG_KEY = 'wrongkeyx9q7zk0123456789';

let receiver: OtlpReceiver;
let folder: string;
let api: Api;

describe('privacy: an API key in the URL', () => {
  beforeEach(async () => {
    receiver = await OtlpReceiver.start();
    folder = mkdtempSync(join(tmpdir(), 'key-in-url-'));
    writeFileSync(join(folder, 'keys'), `client:${KEY}\n`);
    api = await startApi({
      env: {
        MODEL_DIR: nanModel,
        LOG_LEVEL: 'trace',
        API_KEYS_FILE: join(folder, 'keys'),
        RATE_LIMIT_REQUESTS: '1000',
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
        OTEL_BSP_SCHEDULE_DELAY: '50',
        MODEL_PROCESSES: '1',
      },
    });
  });
  afterEach(async () => {
    await api.stop();
    receiver.stop();
    rmSync(folder, { recursive: true });
  });

  it('is in no answer, log line, metric or trace, whatever comes of the request', async () => {
    const given: string[] = [];
    const send = async (key: string, path: string, content = 'good') => {
      const response = await postJsonTo(api.url, `${path}key=${key}`, { document: { type: 1, content } });
      given.push(JSON.stringify([...response.headers]), await response.text());
      return response.status;
    };
    const sentiment = '/v1/documents:analyzeSentiment?';
    expect(await send(KEY, sentiment)).toBe(200);
    expect(await send(KEY, '/v2/documents%3AanalyzeSentiment?alt=json&')).toBe(200);
    expect(await send(WRONG_KEY, sentiment)).toBe(401);
    expect(await send(WRONG_KEY, `${sentiment}key=${KEY}&`)).toBe(401);
    expect(await send(KEY, sentiment, '')).toBe(400);
    expect(await send(KEY, `${sentiment}alt=media&`)).toBe(400);
    expect(await send(KEY, sentiment, 'poison')).toBe(500);
    expect(await send(KEY, '/v1/documents:classifyText?')).toBe(404);
    // On other routes, and on none.
    expect(await send(KEY, '/predict?')).toBe(401);
    expect(await send(KEY, '/v3/documents:analyzeSentiment?')).toBe(404);
    expect(await send(KEY, '/docs?')).toBe(405);
    const port = Number(new URL(api.url).port);
    for (const head of ['', 'Transfer-Encoding: unknown\r\n', 'Expect: unknown\r\n', 'broken\r\n']) {
      const request = `POST http://a${sentiment}key=${KEY} HTTP/1.1\r\nHost: a\r\n${head}Content-Length: 0\r\n\r\n`;
      given.push((await rawRequest(port, [request], 1_000)).text);
    }
    given.push(await (await fetch(`${api.url}/metrics`)).text());

    expect(await api.stop()).toBe(0);
    expect(receiver.spans.filter(({ name }) => name === 'POST /v1/documents:analyzeSentiment')).not.toHaveLength(0);
    expect(api.output()).toContain('"route":"/v2/documents:analyzeSentiment","status":200');
    const everything = { answers: given.join('\n'), log: api.output(), traces: receiver.received };
    for (const [place, content] of Object.entries(everything)) {
      expect(content, place).not.toBe('');
      for (const key of [KEY, WRONG_KEY]) expect(content.includes(key), place).toBe(false);
    }
  });
});
