import { describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/testing';
import { ClientError } from './transport/client-error.js';
import { SentimentClient } from './sentiment-client.js';
import type { CallOptions, SentimentClientOptions } from './transport/client-options.js';

interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

const KEY = 'key-of-the-test-0123456789';
const MODEL = 'fake@0123456789ab';
const predict = (...scores: number[]) => [
  scores.map((score, index) => ({ label: index === 0 ? 'POSITIVE' : 'NEGATIVE', score })),
];
const OK: Answer = { headers: { 'x-model': MODEL }, body: { predictions: predict(0.75, 0.25) } };
const REFUSED = new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED 127.0.0.1:1') });
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A client of a service that gives these answers in turn, and after them none. */
function open(answers: (Answer | Error)[], options: Partial<SentimentClientOptions> = {}) {
  const clock = new ManualClock();
  const requests: { url: string; init: RequestInit; atMs: number }[] = [];
  const fetch = (url: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    requests.push({ url: url instanceof Request ? url.url : url.toString(), init, atMs: clock.nowMs() });
    const answer = answers.shift();
    if (answer instanceof Error) return Promise.reject(answer);
    if (!answer) {
      return new Promise((_, reject) => {
        init.signal?.addEventListener('abort', () => reject(new Error('This operation was aborted')));
      });
    }
    const { status = 200, headers = {}, body } = answer;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return Promise.resolve(new Response(text, { status, headers }));
  };
  const client = new SentimentClient({
    url: 'http://service.test/prefix/',
    apiKey: KEY,
    fetch,
    clock,
    random: () => 0.5,
    epochMs: () => 0,
    ...options,
  });
  return { client, clock, requests };
}

/** Lets time pass, a tenth of a second at a time, until a call ends. */
async function finish<T>(call: Promise<T>, clock: ManualClock, limitMs = 3_600_000): Promise<T> {
  const ends: string[] = [];
  const end = () => ends.push('ended');
  call.then(end, end);
  await settle();
  for (let passedMs = 0; ends.length === 0 && passedMs < limitMs; passedMs += 100) {
    clock.advance(100);
    await settle();
  }
  expect(ends).toEqual(['ended']);
  return await call;
}

async function catchError(call: Promise<unknown>): Promise<ClientError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ClientError) return error;
    throw error;
  }
  throw new Error('the call succeeded');
}

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

describe('A call that keeps failing', () => {
  const REFUSALS = Array<Error>(1_000).fill(REFUSED);

  it('ends with its last error after its time without a success', async () => {
    const { client, clock, requests } = open([...REFUSALS], { maxRetryMs: 60_000 });
    const error = await catchError(finish(client.classify(['a']), clock));
    expect(error.message).toBe('the service cannot be reached: connect ECONNREFUSED 127.0.0.1:1');
    expect(error.kind).toBe('connection-failed');
    expect(requests.at(-1)?.atMs).toBe(60_000);
  });

  it('goes on while other calls succeed, up to its number of attempts', async () => {
    const isOdd = (init: RequestInit) => init.body === '{"text":["odd"]}';
    const times: number[] = [];
    const clock = new ManualClock();
    const client = new SentimentClient({
      url: 'http://service.test',
      clock,
      random: () => 0.5,
      maxRetryMs: 1_000,
      maxAttempts: 12,
      fetch: (_, init = {}) => {
        if (isOdd(init)) times.push(clock.nowMs());
        return isOdd(init) ? Promise.reject(REFUSED) : Promise.resolve(new Response(JSON.stringify(OK.body)));
      },
    });
    const error = catchError(finish(client.classify(['odd']), clock));
    void (async () => {
      while (times.length < 12) {
        await client.classify(['even']);
        await settle();
      }
    })();
    expect((await error).kind).toBe('connection-failed');
    expect(times).toHaveLength(12);
    expect(times.at(-1)).toBeGreaterThan(1_000);
  });

  it('ends at once when the service asks for more time than there is', async () => {
    const { client, requests } = open([{ status: 429, headers: { 'retry-after': '61' } }], { maxRetryMs: 60_000 });
    expect((await catchError(client.classify(['a']))).retryAfterMs).toBe(61_000);
    expect(requests).toHaveLength(1);
  });

  it('ends with the last refusal as long as the service asks for more time than there is', async () => {
    const busy = { status: 429, headers: { 'retry-after': '86400' } };
    const { client, clock, requests } = open([busy, OK], { maxRetryMs: 60_000 });
    await finish(catchError(client.classify(['a'])), clock);
    expect(await catchError(client.classify(['b']))).toMatchObject({ status: 429, retryAfterMs: 86_400_000 });
    expect(requests).toHaveLength(1);
    clock.advance(86_400_000);
    expect((await client.classify(['c'])).model).toBe(MODEL);
  });

  it('waits for its own refusal when it waited already', async () => {
    const busy = { status: 429, headers: { 'retry-after': '86400' } };
    const { client, clock, requests } = open([busy, busy], { initialConcurrency: 1, maxRetryMs: 60_000 });
    const calls = [client.classify(['a']), client.classify(['b'])].map(catchError);
    for (const error of await finish(Promise.all(calls), clock, 70_000)) expect(error.status).toBe(429);
    expect(requests.map(({ atMs }) => atMs)).toEqual([0, 60_000]);
  });

  it('ends when its caller wants no other attempt', async () => {
    const seen: [string, number][] = [];
    const shouldRetry: CallOptions['shouldRetry'] = ({ kind }, failures) => {
      seen.push([kind, failures]);
      return failures < 3;
    };
    const { client, clock } = open([...REFUSALS]);
    await catchError(finish(client.classify(['a'], { shouldRetry }), clock));
    expect(seen).toEqual([
      ['connection-failed', 1],
      ['connection-failed', 2],
      ['connection-failed', 3],
    ]);
  });

  it('tells of each wait', async () => {
    const waits: [string, number][] = [];
    const { client, clock } = open([REFUSED, { status: 503, headers: { 'retry-after': '2' } }, OK], {
      onRetry: ({ kind }, delayMs) => waits.push([kind, delayMs]),
    });
    await finish(client.classify(['a']), clock);
    expect(waits).toEqual([
      ['connection-failed', 250],
      ['http-503', 2_000],
    ]);
  });
});

describe('A call with a limit of its whole time', () => {
  it('ends after it, leaves no timer, and names the last failure', async () => {
    const { client, clock, requests } = open([], { timeoutMs: 5_000, maxRetryMs: 600_000 });
    const error = await catchError(finish(client.classify(['a'], { totalTimeoutMs: 8_000 }), clock));
    expect([error.kind, error.message]).toEqual([
      'timed-out',
      'the call did not end within 8000 ms; the last failed attempt: the service did not answer within 5000 ms',
    ]);
    expect(requests.map(({ atMs }) => atMs)).toEqual([0, 5_300]);
    expect(clock.nowMs()).toBe(8_000);
    expect(clock.pendingMs()).toEqual([]);
  });

  it('tells the service the rest of it', async () => {
    const { client, clock, requests } = open([{ status: 503, headers: { 'retry-after': '6' } }, OK]);
    await finish(client.classify(['a'], { totalTimeoutMs: 8_000 }), clock);
    expect(requests.map(({ init }) => (init.headers as Record<string, string>)['X-Request-Timeout-Ms'])).toEqual([
      '8000',
      '2000',
    ]);
  });

  it('ends at once when the service asks for more time than is left', async () => {
    const { client, clock, requests } = open([{ status: 503, headers: { 'retry-after': '9' } }]);
    const error = await catchError(client.classify(['a'], { totalTimeoutMs: 8_000 }));
    expect([error.status, error.retryAfterMs, requests.length]).toEqual([503, 9_000, 1]);
    expect(clock.pendingMs()).toEqual([]);
  });
});

describe('A call that is aborted', () => {
  it.each<[string, (Answer | Error)[]]>([
    ['during a request', []],
    ['while it waits for another attempt', [{ status: 503, headers: { 'retry-after': '30' } }]],
    ['while it waits for its start', [{ status: 429, headers: { 'retry-after': '30' } }]],
  ])('ends at once with the reason, and leaves no timer: %s', async (_, answers) => {
    const { client, clock, requests } = open(answers);
    const controller = new AbortController();
    const call = client.classify(['a'], { signal: controller.signal });
    await settle();
    controller.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
    expect(requests).toHaveLength(1);
    expect(clock.pendingMs()).toEqual([]);
  });

  it('sends nothing when it was aborted before', async () => {
    const { client, requests } = open([OK]);
    await expect(client.classify(['a'], { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
    expect(requests).toEqual([]);
  });
});

describe('The calls of a client', () => {
  it('start after a refusal when Retry-After has passed, half as many as before', async () => {
    const refusal: Answer = { status: 429, headers: { 'retry-after': '5' } };
    const { client, clock, requests } = open(Array<Answer>(4).fill(refusal), { initialConcurrency: 4 });
    for (let call = 0; call < 6; call++) void client.classify([String(call)]);
    await settle();
    clock.advance(4_999);
    await settle();
    expect(requests).toHaveLength(4);
    clock.advance(1);
    await settle();
    expect(requests.map(({ atMs }) => atMs)).toEqual([0, 0, 0, 0, 5_000, 5_000]);
  });
});

describe('GET /model', () => {
  const model = {
    name: 'fake',
    version: '1.0.0',
    digest: '0123456789ab'.padEnd(64, '0'),
    precision: 'int8',
    labels: ['NEGATIVE', 'NEUTRAL', 'POSITIVE'],
    neutralLabel: 'NEUTRAL',
    scoring: 'softmax',
    temperature: 1.8,
    threeClassTemperature: null,
    maxTokens: 512,
    windows: { tokens: 128, overlapTokens: 16, maxWindows: 16, temperature: 1 },
    maxChars: 28_448,
    languages: ['en'],
    accuracy: 0.9,
  };

  it('is answered with the description of the model', async () => {
    const { client, requests } = open([{ body: model }]);
    expect(await client.getModel()).toEqual(model);
    expect(requests[0]?.url).toBe('http://service.test/prefix/model');
    expect(requests[0]?.init).toMatchObject({ method: 'GET', headers: { Authorization: `Bearer ${KEY}` } });
    expect(requests[0]?.init.body).toBeUndefined();
  });

  it.each([
    ['digest', { ...model, digest: 'abc' }],
    ['labels', { ...model, labels: [] }],
    ['windows', { ...model, windows: {} }],
    ['name', 'a page'],
  ])('is asked for again when the answer has no valid %s', async (field, body) => {
    const { client, clock } = open([{ body }, { body: model }]);
    expect((await finish(client.getModel(), clock)).name).toBe('fake');
    const { client: failing } = open([{ body }]);
    const error = await catchError(failing.getModel({ shouldRetry: () => false }));
    expect(error.message).toBe(`the answer is not one of the sentiment service: the model has no valid ${field}`);
  });
});

describe('GET /health', () => {
  it.each([
    [200, 'healthy'],
    [503, 'unhealthy'],
  ])('is answered with the state of the model: %d', async (status, state) => {
    const { client, requests } = open([{ status, body: { status: state } }]);
    expect(await client.getHealth()).toEqual({ status: state });
    expect(requests[0]?.url).toBe('http://service.test/prefix/health');
  });

  it.each<[string, Answer | Error]>([
    ['connection-failed', REFUSED],
    ['broken-answer', { status: 503, body: '<html>Unavailable</html>' }],
    ['http-502', { status: 502 }],
  ])('fails after one attempt: %s', async (kind, answer) => {
    const { client, requests } = open([answer, answer]);
    expect((await catchError(client.getHealth())).kind).toBe(kind);
    expect(requests).toHaveLength(1);
  });
});

describe('A call of POST /analyze', () => {
  const document = (index: number) => ({
    index,
    sentiment: 'positive',
    scores: [{ label: 'POSITIVE', score: 1 }],
    tokens: 3,
    characters: 5,
    readShare: 1,
    warnings: [],
  });
  const error = (index: number) => ({ index, kind: 'text-failed', detail: 'The model has no answer.' });

  it('sends documents and all options, and reads documents, errors and headers', async () => {
    const { client, requests } = open([
      { headers: { 'x-model': MODEL }, body: { documents: [document(0)], errors: [error(1)] } },
    ]);
    const documents = ['Good.', { id: 'b', text: 'Bad.', language: 'en' }];
    const options = { sentences: false, explain: true, codePoints: true, minScore: 0.6 };
    expect(await client.analyze(documents, { ...options, maxRetryMs: 1 })).toEqual({
      documents: [document(0)],
      errors: [error(1)],
      model: MODEL,
      cacheHits: undefined,
    });
    expect(requests[0]?.url).toBe('http://service.test/prefix/analyze');
    expect(JSON.parse(requests[0]?.init.body as string)).toEqual({
      documents: [{ text: 'Good.' }, { id: 'b', text: 'Bad.', language: 'en' }],
      ...options,
    });
  });

  it.each([
    ['it has no documents and errors', { documents: [] }],
    ['it has 1 answers for 2 documents, or not one for each', { documents: [document(0)], errors: [] }],
    ['it has 2 answers for 2 documents, or not one for each', { documents: [document(0)], errors: [error(0)] }],
    ['the document has no valid scores', { documents: [{ ...document(0), scores: [{}] }], errors: [error(1)] }],
    ['the document has no valid words', { documents: [{ ...document(0), words: 1 }], errors: [error(1)] }],
    ['the error has no valid kind', { documents: [document(0)], errors: [{ index: 1 }] }],
  ])('fails at an answer of another shape: %s', async (message, body) => {
    const { client } = open([{ body }]);
    const failure = await catchError(client.analyze(['a', 'b'], { shouldRetry: () => false }));
    expect(failure.message).toBe(`the answer is not one of the sentiment service: ${message}`);
  });
});

describe('A client', () => {
  it.each(['', 'with blank', 'ключ-секрет', 'line\nbreak'])('refuses the key %j, and does not quote it', (apiKey) => {
    expect(() => open([], { apiKey })).toThrow(/^the API key must have visible ASCII characters only$/);
  });

  it('names its key in no error', async () => {
    const answers = [REFUSED, { status: 401, body: { detail: 'Send a valid API key.' } }];
    for (const answer of answers) {
      const error = await catchError(open([answer]).client.classify(['a'], { shouldRetry: () => false }));
      expect(JSON.stringify([error, error.message, error.stack])).not.toContain(KEY);
    }
  });
});

describe('GET /health', () => {
  const HEALTH = { status: 503, body: { status: 'unhealthy' } };

  it('waits for no other call, and tells nothing about them', async () => {
    const busy = { status: 429, headers: { 'retry-after': '30' } };
    const { client, clock, requests } = open([busy, HEALTH, OK], { initialConcurrency: 1 });
    const classified = client.classify(['a']);
    await settle();
    expect((await client.getHealth()).status).toBe('unhealthy');
    expect(requests.map(({ atMs }) => atMs)).toEqual([0, 0]);
    expect((await finish(classified, clock)).model).toBe(MODEL);
    expect(requests[2]?.atMs).toBe(30_000);
  });
});

describe('An error of the client', () => {
  it('has the error of fetch as its cause', async () => {
    const { client } = open([REFUSED], { maxAttempts: 1 });
    expect((await catchError(client.classify(['a']))).cause).toBe(REFUSED);
  });

  it('is one of the other module format too', () => {
    const brand = Symbol.for('@sentiment-service/client.ClientError');
    const ofOtherFormat: unknown = Object.defineProperty(new Error('a'), brand, { value: true });
    const errors = [ofOtherFormat, ClientError.fromTimeout(1), new Error('a'), undefined];
    expect(errors.map((error) => error instanceof ClientError)).toEqual([true, true, false, false]);
  });
});

describe('A client', () => {
  it.each<Partial<SentimentClientOptions>>([
    { timeoutMs: 0 },
    { timeoutMs: 1.5 },
    { timeoutMs: Number.POSITIVE_INFINITY },
    { initialConcurrency: 0 },
    { maxConcurrency: Number.NaN },
    { maxAttempts: 0.5 },
    { maxRetryMs: -1 },
    { baseDelayMs: Number.NaN },
  ])('refuses %j', (options) => {
    expect(() => open([], options)).toThrow(new RegExp(`^${Object.keys(options)[0]} must be`));
  });

  it('refuses a limit of a call that is no time', async () => {
    const { client } = open([OK]);
    await expect(client.classify(['a'], { totalTimeoutMs: Number.NaN })).rejects.toThrow('totalTimeoutMs must be');
  });

  it('takes a limit of a call that is longer than a timer can be', async () => {
    const { client } = open([OK, OK]);
    for (const totalTimeoutMs of [Number.POSITIVE_INFINITY, 2 ** 40]) {
      expect((await client.classify(['a'], { totalTimeoutMs })).model).toBe(MODEL);
    }
  });
});
