import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { overloadedError } from '#libs/prediction';
import { THREE_CLASS_MODEL } from '../../dialect-route/model.fake.js';
import { BAD, FAILED, GOOD, PredictRoute } from './predict-route.fake.js';

const BODY = '{"text":["good"]}';

let route: PredictRoute;

beforeEach(async () => {
  route = await PredictRoute.open();
});
afterEach(async () => {
  await route.close();
});

describe('POST /predict', () => {
  it('answers a list of labels with scores for each text, in their order', async () => {
    route.classifier.outcomes = [GOOD, BAD];
    const { status, json, headers } = await route.predict('{"text":["good","bad"]}');
    expect(status).toBe(200);
    const quarter = Math.fround(0.25);
    const threeQuarters = Math.fround(0.75);
    expect(json).toEqual({
      predictions: [
        [
          { label: 'POSITIVE', score: expect.closeTo(threeQuarters, 6) as number },
          { label: 'NEGATIVE', score: expect.closeTo(quarter, 6) as number },
        ],
        [
          { label: 'NEGATIVE', score: expect.closeTo(threeQuarters, 6) as number },
          { label: 'POSITIVE', score: expect.closeTo(quarter, 6) as number },
        ],
      ],
      truncated: [1],
    });
    expect(headers.get('x-model')).toBe('fake@0123456789ab');
    expect(route.classifier.calls[0]?.texts).toEqual(['good', 'bad']);
  });

  it('gives the classifier the client, the deadline and the cache directives', async () => {
    await route.predict(BODY, { 'X-Request-Timeout-Ms': '500', 'Cache-Control': 'no-store' });
    expect(route.classifier.calls[0]?.context).toMatchObject({
      client: 'address 127.0.0.1',
      deadlineMs: 1_500,
      cache: { mayRead: true, mayStore: false },
    });
    await route.predict(BODY);
    expect(route.classifier.calls[1]?.context.deadlineMs).toBe(11_000);
  });

  it('shows timings and what the cache held, and keeps both for telemetry', async () => {
    const timings = { tokenizeMs: 1, queueMs: 2, runMs: 3.456, endedMs: 0 };
    const lookup = { hits: 1, misses: 1, bypassed: false, durationMs: 1, endedMs: 0 };
    route.classifier.outcomes = [GOOD, BAD];
    route.classifier.result = { timings, lookup };
    const { headers } = await route.predict('{"text":["good","bad"]}');
    expect(headers.get('server-timing')).toBe('tokenize;dur=1.00, queue;dur=2.00, run;dur=3.46');
    expect(headers.get('cache-status')).toBe('sentiment; fwd=partial; detail="hits=1 misses=1"');
    const [context] = route.contexts;
    expect(context).toMatchObject({ texts: 2, timings, lookup, truncatedTexts: 1, clientId: 'address 127.0.0.1' });
    expect(context?.answers.map(({ label }) => label)).toEqual(['POSITIVE', 'NEGATIVE']);
  });

  it('reserves memory for the bytes of the body, and releases it once', async () => {
    await route.predict(BODY);
    const { admission } = route;
    expect(admission.reservedBytes).toBe(BODY.length);
    await expect.poll(() => admission.releases).toBe(1);
    expect(admission.checked).toEqual([{ client: 'address 127.0.0.1', timeoutMs: undefined }]);
  });

  it('refuses a request that cannot be admitted, before its body is read', async () => {
    const { admission, classifier } = route;
    admission.refusal = overloadedError(2_500);
    const { status, headers, json } = await route.predict(BODY);
    expect([status, headers.get('retry-after')]).toEqual([429, '3']);
    expect(json).toMatchObject({ type: 'urn:sentiment:problem:overloaded', estimatedWaitMs: 2_500 });
    expect([admission.reservations, classifier.calls.length]).toEqual([0, 0]);
  });

  it('aborts the signal of a request whose client leaves', async () => {
    const { admission, classifier } = route;
    classifier.isStuck = true;
    const leaving = new AbortController();
    const left = fetch(route.url, { method: 'POST', body: Buffer.from(BODY), signal: leaving.signal }).catch(
      () => 'left',
    );
    await expect.poll(() => classifier.calls.length).toBe(1);
    const signal = classifier.calls[0]?.context.signal;
    expect(signal?.aborted).toBe(false);
    leaving.abort();
    expect(await left).toBe('left');
    await expect.poll(() => signal?.aborted).toBe(true);
    await expect.poll(() => admission.releases).toBe(1);
  });

  it.each([
    ['the polarity by default', {}, ['POSITIVE', 'NEGATIVE']],
    ['the polarity without the neutral label', { neutral: false }, ['POSITIVE', 'NEGATIVE']],
    ['all three labels with the neutral label', { neutral: true }, ['NEUTRAL', 'POSITIVE', 'NEGATIVE']],
  ])('answers %s', async (_, options, labels) => {
    route.classifier.model = THREE_CLASS_MODEL;
    route.classifier.outcomes = [
      { logits: Float32Array.of(0, 2, Math.log(3)), truncated: false, tokens: 3, unknownTokens: 0, readChars: 9 },
    ];
    const { status, json } = await route.predict(JSON.stringify({ text: ['good'], ...options }));
    const { predictions } = json as { predictions: { label: string; score: number }[][] };
    expect([status, predictions[0]?.map(({ label }) => label)]).toEqual([200, labels]);
    expect(predictions[0]?.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1, 6);
    expect(route.contexts[0]?.answers.map(({ label }) => label)).toEqual([labels[0]]);
  });

  it('refuses to answer the neutral label of a model that has none, before it classifies a text', async () => {
    const { status, json } = await route.predict('{"text":["good"],"neutral":true}');
    expect(status).toBe(422);
    expect(json).toMatchObject({
      type: 'urn:sentiment:problem:invalid-request',
      detail: '/neutral must be false or left out: the model fake has no neutral label.',
      errors: [{ pointer: '/neutral' }],
    });
    expect(route.classifier.calls).toEqual([]);
  });

  it.each([
    ['/text/1', ['good', 1]],
    ['/text', 'good'],
    ['/text', []],
  ])('points at the fault: %s of %j', async (pointer, text) => {
    const { json } = await route.predict(JSON.stringify({ text }));
    expect(json).toMatchObject({ errors: [{ pointer }], errorCount: 1 });
    expect(route.classifier.calls).toEqual([]);
  });

  it('points at the texts without an answer', async () => {
    route.classifier.outcomes = [GOOD, FAILED];
    expect((await route.predict('{"text":["good","odd"]}')).json).toMatchObject({
      errors: [{ pointer: '/text/1', detail: 'The model has no finite answer for this text.' }],
    });
  });

  it('shows nothing of an unexpected error', async () => {
    route.classifier.error = new Error('a text of a request');
    const { status, json } = await route.predict(BODY);
    expect(status).toBe(500);
    expect(JSON.stringify(json)).not.toContain('a text');
  });
});
