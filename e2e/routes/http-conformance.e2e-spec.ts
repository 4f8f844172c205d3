import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, FileTree, startApi, UNCACHED } from '#libs/testing';
import { metricSum, readMetrics } from '../metrics-page.js';
import { untilRequestRead } from '../queue-conditions.js';
import { rawRequest } from '../raw-request.js';

const LIMIT_MS = 5_000;
const BODY = '{"text":["good"]}';
const JSON_TYPE = 'Content-Type: application/json';
const LENGTH = `Content-Length: ${BODY.length}`;

let api: Api;
let port: number;

beforeAll(async () => {
  api = await startApi({ env: UNCACHED });
  port = Number(new URL(api.url).port);
});
afterAll(async () => {
  await api.stop();
});

const get = (target: string, ...lines: string[]) =>
  `GET ${target} HTTP/1.1\r\nHost: a\r\n${lines.join('\r\n')}${lines.length ? '\r\n' : ''}\r\n`;
const head = (...lines: string[]) =>
  `${['POST /predict HTTP/1.1', 'Host: a', JSON_TYPE, ...lines].join('\r\n')}\r\n\r\n`;
const post = head(LENGTH) + BODY;
const send = (...parts: (string | Buffer)[]) => rawRequest(port, parts, LIMIT_MS);

/** Stops the workers, so that requests wait. */
function holdWorkers(): () => void {
  const ids = api.workerIds();
  for (const id of ids) process.kill(id, 'SIGSTOP');
  return () => {
    for (const id of ids) process.kill(id, 'SIGCONT');
  };
}

describe('HTTP: bytes after a complete request', () => {
  it('cost it no answer when they are garbage, which gets an answer of its own', async () => {
    expect(await send(`${post}garbage\r\n\r\n`)).toMatchObject({ statuses: [200, 400], isClosed: true });
    expect(await send(post, 'garbage\r\n\r\n', 'more garbage')).toMatchObject({ statuses: [200, 400], isClosed: true });
  });

  it('cost no request an answer that was sent ahead', async () => {
    const { statuses, text } = await send(`${post.repeat(3)}${get('/health')}garbage\r\n\r\n`);
    expect(statuses).toEqual([200, 200, 200, 200, 400]);
    expect(text.slice(-300)).toContain('urn:sentiment:problem:malformed-request');
  });

  it('cost it no answer when its body arrived before and its texts still wait', async () => {
    const release = holdWorkers();
    let released: Promise<void> | undefined;
    const answer = await rawRequest(port, [post, 'garbage\r\n\r\n'], LIMIT_MS, {
      // The service reads in order: it has read the garbage before it answers a later request.
      onSent: () => {
        released = untilRequestRead(api.url).finally(release);
      },
    });
    await released;
    expect(answer).toMatchObject({ statuses: [200, 400], isClosed: true });
  });

  it.each([
    ['garbage', 'garbage\r\n\r\n'],
    ['a request', post],
    ['100 kB', 'a'.repeat(100_000)],
  ])('are not answered after Connection: close, and cost it no answer: %s', async (_, bytes) => {
    const closing = head(LENGTH, 'Connection: close') + BODY;
    expect(await send(closing + bytes)).toMatchObject({ statuses: [200], isClosed: true });
    expect(await send(closing, bytes)).toMatchObject({ statuses: [200], isClosed: true });
  });

  it('are dropped when they are without end, and the connection is closed', async () => {
    const { statuses, isClosed } = await send(post, ...Array<Buffer>(40).fill(Buffer.alloc(1_000_000, 'a')));
    expect(statuses[0] ?? 200).toBe(200);
    expect(isClosed).toBe(true);
    expect(api.process.exitCode).toBeNull();
  });
});

describe('HTTP: a body that breaks off', () => {
  it('is answered when its request still waits for the event loop', async () => {
    const chunked = head('Transfer-Encoding: chunked');
    const answers = await Promise.all(Array.from({ length: 300 }, () => send(`${chunked}zz\r\n`)));
    expect(answers.map(({ statuses }) => statuses)).toEqual(Array.from({ length: 300 }, () => [400]));
    expect(answers.every(({ text }) => /X-Request-Id: /.test(text))).toBe(true);
  });
});

describe('HTTP: a request that asks for another protocol', () => {
  const upgrade = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA'];

  it('is answered in this one, and so is the next one', async () => {
    const { statuses } = await send(get('/health', ...upgrade) + get('/model', 'Connection: close'));
    expect(statuses).toEqual([200, 200]);
    expect((await send(get('/health', ...upgrade), get('/model', 'Connection: close'))).statuses).toEqual([200, 200]);
  });

  it('may have a body', async () => {
    const asking = head(...upgrade, LENGTH) + BODY;
    const { statuses, text } = await send(asking + asking, get('/nowhere', 'Connection: close'));
    expect(statuses).toEqual([200, 200, 404]);
    expect(text).toContain('"label":"POSITIVE"');
  });

  it('is answered after the requests before it', async () => {
    const release = holdWorkers();
    const answer = send(`${post}${post}${get('/health', ...upgrade)}${get('/nowhere', 'Connection: close')}`);
    await untilRequestRead(api.url).finally(release);
    expect((await answer).statuses).toEqual([200, 200, 200, 404]);
  });

  it('is forgotten when its client leaves before', async () => {
    const release = holdWorkers();
    await rawRequest(port, [post + get('/health', ...upgrade)], 100);
    release();
    expect((await send(get('/health', 'Connection: close'))).statuses).toEqual([200]);
  });
});

describe('HTTP: a head with many headers', () => {
  it('loses none of them', async () => {
    const many = Array<string>(2_500).fill('a:');
    const { statuses, text } = await send(get('/health', ...many, 'X-Request-Id: the-last-one', 'Connection: close'));
    expect(statuses).toEqual([200]);
    expect(text).toContain('X-Request-Id: the-last-one');
  });
});

describe('HTTP: Expect: 100-continue', () => {
  const expecting = 'Expect: 100-continue';

  it('is answered before the body is there', async () => {
    expect((await send(head(expecting, LENGTH, 'Connection: close'), BODY)).statuses).toEqual([100, 200]);
  });

  it.each([
    ['413', [head(expecting, 'Content-Length: 999999999')]],
    ['415', [`POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\n${expecting}\r\n${LENGTH}\r\n\r\n`]],
    ['404', [`POST /nowhere HTTP/1.1\r\nHost: a\r\n${expecting}\r\n${LENGTH}\r\n\r\n`]],
  ])('is answered by %s alone when the body is refused', async (status, parts) => {
    expect(await send(...parts)).toMatchObject({ statuses: [Number(status)], isClosed: true });
  });

  it('is answered by 401 and 429 alone', async () => {
    const files = new FileTree();
    files.write({ keys: `team:${'k'.repeat(32)}\n` });
    const keys = join(files.root, 'keys');
    const guarded = await startApi({ env: { API_KEYS_FILE: keys, RATE_LIMIT_REQUESTS: '1' }, untilReady: false });
    const ask = (...lines: string[]) =>
      rawRequest(Number(new URL(guarded.url).port), [head(expecting, LENGTH, ...lines)], LIMIT_MS);
    try {
      expect((await ask()).statuses).toEqual([401]);
      const key = `X-API-Key: ${'k'.repeat(32)}`;
      await rawRequest(Number(new URL(guarded.url).port), [head(LENGTH, key, 'Connection: close') + BODY], LIMIT_MS);
      expect((await ask(key)).statuses).toEqual([429]);
    } finally {
      await guarded.stop();
      files.remove();
    }
  });
});

describe('HTTP: a client that closes its sending half', () => {
  const sendAndClose = (...parts: string[]) => rawRequest(port, parts, LIMIT_MS, { isHalfClosed: true });

  it('gets the answers to all of its requests', async () => {
    expect(await sendAndClose(post)).toMatchObject({ statuses: [200], isClosed: true });
    expect(await sendAndClose(post.repeat(3))).toMatchObject({ statuses: [200, 200, 200], isClosed: true });
    expect((await sendAndClose(get('/health'))).statuses).toEqual([200]);
    expect((await sendAndClose(`POST /predict HTTP/1.0\r\n${LENGTH}\r\n\r\n${BODY}`)).statuses).toEqual([200]);
  });

  it('gets them also when they take long, after an interim response', async () => {
    const release = holdWorkers();
    const releaseAfterTwo = (statuses: readonly number[]) => {
      if (statuses.length >= 2) release();
    };
    const answers = [
      rawRequest(port, [post], LIMIT_MS, { isHalfClosed: true, onStatuses: releaseAfterTwo }),
      sendAndClose(`POST /predict HTTP/1.0\r\n${LENGTH}\r\n\r\n${BODY}`),
    ];
    const ended = await Promise.all(answers).finally(release);
    expect(ended.map(({ statuses }) => statuses)).toEqual([[102, 102, 200], [200]]);
  });

  it('is told that its request is not complete', async () => {
    expect(await sendAndClose(head('Content-Length: 100') + BODY)).toMatchObject({ statuses: [400], isClosed: true });
    expect(await sendAndClose('GET /health HTTP/1.1\r\nHost:')).toMatchObject({ statuses: [400], isClosed: true });
  });

  it('is not mistaken for one that has left: the request of that one is cancelled', async () => {
    const release = holdWorkers();
    const left = connect(port, '127.0.0.1');
    left.write(post);
    await untilRequestRead(api.url);
    left.destroy();
    const count = async () =>
      metricSum(await readMetrics(api.url), 'http_request_duration_seconds_count', { status: '499' });
    await expect.poll(count, { timeout: LIMIT_MS }).toBeGreaterThanOrEqual(1).finally(release);
  });
});
