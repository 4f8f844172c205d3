import { describe, expect, it } from 'vitest';
import { catchError, finish, KEY, MODEL, OK, open, predict, REFUSED, type Answer } from './scripted-service.fake.js';

describe('A call of POST /predict', () => {
  it('sends texts and the key, and reads scores, truncation, the model and the hits of the cache', async () => {
    const { client, requests } = open([
      {
        headers: { 'x-model': MODEL, 'cache-status': 'sentiment; fwd=partial; detail="hits=1 misses=1"' },
        body: { predictions: [...predict(0.75, 0.25), ...predict(1, 0)], truncated: [1] },
      },
    ]);
    expect(await client.classify(['a', 'b'])).toEqual({
      predictions: [
        {
          scores: [
            { label: 'POSITIVE', score: 0.75 },
            { label: 'NEGATIVE', score: 0.25 },
          ],
          truncated: false,
        },
        {
          scores: [
            { label: 'POSITIVE', score: 1 },
            { label: 'NEGATIVE', score: 0 },
          ],
          truncated: true,
        },
      ],
      model: MODEL,
      cacheHits: 1,
    });
    expect(requests).toHaveLength(1);
    expect(requests[0]?.url).toBe('http://service.test/prefix/predict');
    expect(requests[0]?.init).toMatchObject({
      method: 'POST',
      redirect: 'manual',
      headers: {
        Authorization: `Bearer ${KEY}`,
        'Content-Type': 'application/json',
        'X-Request-Timeout-Ms': '60000',
      },
      body: '{"text":["a","b"]}',
    });
  });

  it('asks for the neutral label, and sends no key without one', async () => {
    const { client, requests } = open([OK], { apiKey: undefined });
    await client.classify(['a'], { neutral: true });
    expect(requests[0]?.init.body).toBe('{"text":["a"],"neutral":true}');
    expect(requests[0]?.init.headers).not.toHaveProperty('Authorization');
  });

  it.each<[string, Answer | Error]>([
    ['a connection that fails', REFUSED],
    ['408', { status: 408 }],
    ['429', { status: 429 }],
    ['502', { status: 502, body: '<html>Bad Gateway</html>' }],
    ['503', { status: 503 }],
    ['504', { status: 504 }],
    ['an answer that is no JSON', { body: '{"predictions":[' }],
    ['an answer without predictions', { body: {} }],
    ['too few predictions', { body: { predictions: [] } }],
    ['too many predictions', { body: { predictions: [...predict(1, 0), ...predict(1, 0)] } }],
    ['a prediction without labels', { body: { predictions: [[]] } }],
    ['a score that is no number', { body: { predictions: [[{ label: 'POSITIVE', score: null }]] } }],
    ['an infinite score', { body: '{"predictions":[[{"label":"POSITIVE","score":1e999}]]}' }],
    ['a truncated text that was not sent', { body: { predictions: predict(1, 0), truncated: [1] } }],
  ])('is sent again after %s', async (_, fault) => {
    const { client, clock, requests } = open([fault, OK]);
    expect((await finish(client.classify(['a']), clock)).model).toBe(MODEL);
    expect(requests.map(({ atMs }) => atMs)).toEqual([0, 300]);
  });

  it.each([400, 401, 404, 413, 422, 500])('fails at once with %d, and says what the service says', async (status) => {
    const problem = {
      type: 'urn:sentiment:problem:text-refused',
      title: 'The service refuses a text',
      detail: 'The service has no answer\nfor 1 of 2 texts.',
      errors: [{ pointer: '/text/1', detail: 'Model processes crashed on this text.' }, 'other'],
    };
    const { client, requests } = open([{ status, headers: { 'x-model': MODEL }, body: problem }, OK]);
    expect(await catchError(client.classify(['a', 'b']))).toMatchObject({
      message: `the service answered ${status} (text-refused): The service has no answer for 1 of 2 texts.`,
      kind: 'text-refused',
      status,
      title: 'The service refuses a text',
      detail: 'The service has no answer for 1 of 2 texts.',
      errors: [{ pointer: '/text/1', detail: 'Model processes crashed on this text.' }],
      model: MODEL,
    });
    expect(requests).toHaveLength(1);
  });

  it('follows no redirection, and names its target', async () => {
    const { client, requests } = open([{ status: 308, headers: { location: 'https://other.test/' }, body: '' }]);
    const { message } = await catchError(client.classify(['a']));
    expect(message).toBe('the service answered 308 (http-308): it redirects to https://other.test/');
    expect(requests).toHaveLength(1);
  });

  it('fails at once at a redirection whose target the browser hides', async () => {
    const hidden = Object.defineProperties(new Response(''), {
      type: { value: 'opaqueredirect' },
      status: { value: 0 },
    });
    const fetch = () => Promise.resolve(hidden);
    const error = await catchError(open([], { fetch }).client.classify(['a']));
    expect([error.kind, error.status, error.message]).toEqual([
      'redirected',
      undefined,
      'the service answered with a redirection, which this client does not follow',
    ]);
  });

  it('is not read past 64 MiB of an answer', async () => {
    let chunks = 0;
    const body = new ReadableStream({
      pull: (controller) => {
        chunks++;
        controller.enqueue(new Uint8Array(1_024 * 1_024));
      },
    });
    const fetch = () => Promise.resolve(new Response(body));
    const error = await catchError(open([], { fetch }).client.classify(['a'], { shouldRetry: () => false }));
    expect([error.kind, error.message]).toEqual([
      'broken-answer',
      'the answer is not one of the sentiment service: it has more than 67108864 bytes',
    ]);
    expect(chunks).toBeLessThan(70);
  });

  it.each([
    ['seconds', { 'retry-after': '7' }],
    ['a date', { 'retry-after': 'Thu, 01 Jan 1970 00:00:07 GMT' }],
    [
      'a date by the clock of the service',
      { 'retry-after': 'Sun, 06 Nov 1994 08:49:44 GMT', date: 'Sun, 06 Nov 1994 08:49:37 GMT' },
    ],
  ])('waits as long as Retry-After says: %s', async (_, headers) => {
    const { client, clock, requests } = open([{ status: 503, headers }, { status: 429, headers }, OK]);
    await finish(client.classify(['a']), clock);
    expect(requests.map(({ atMs }) => atMs)).toEqual([0, 7_000, 14_000]);
  });

  it('ends a request without an answer after its time, and sends it again', async () => {
    const { client, clock, requests } = open([], { timeoutMs: 5_000 });
    const call = client.classify(['a'], { shouldRetry: (_, failures) => failures < 2 });
    const error = await catchError(finish(call, clock));
    expect([error.kind, error.message]).toEqual(['timed-out', 'the service did not answer within 5000 ms']);
    expect(requests.map(({ atMs }) => atMs)).toEqual([0, 5_300]);
    expect(requests.every(({ init }) => init.signal?.aborted)).toBe(true);
  });
});
