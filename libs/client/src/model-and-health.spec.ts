import { describe, expect, it } from 'vitest';
import { catchError, finish, KEY, MODEL, OK, open, REFUSED, settle, type Answer } from './scripted-service.fake.js';

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
  const HEALTH = { status: 503, body: { status: 'unhealthy' } };

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
    const error = await catchError(client.getHealth());
    expect([error.kind, error.status]).toEqual([kind, answer instanceof Error ? undefined : answer.status]);
    expect(requests).toHaveLength(1);
  });

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
