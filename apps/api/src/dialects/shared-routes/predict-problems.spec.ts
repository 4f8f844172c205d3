import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { modelLoadingError, overloadedError, PredictionError, type TextOutcome } from '#libs/prediction';
import { PROBLEM_TABLE } from '../../http/errors/problem-table.js';
import type { ErrorKind } from '../../http/errors/request-error.js';
import { FAILED, PredictRoute } from './predict-route.fake.js';

interface ProblemCase {
  readonly kind: ErrorKind;
  readonly name: string;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Record<string, string>;
  /** Prepares the fakes for the request. */
  readonly arrange?: (route: PredictRoute) => void;
}

const GOOD_BODY = '{"text":["good"]}';
const REFUSED: TextOutcome = { failure: 'Model processes crashed on this text.', isRefused: true };
const LATE = new PredictionError('deadline-exceeded', 'The answer is too late.');
const UNAVAILABLE = new PredictionError('model-unavailable', 'No process runs.', { retryAfterSeconds: 1 });
const LEFT = new PredictionError('client-left', 'The client closed the connection.');

const failClassifier =
  (error: Error) =>
  ({ classifier }: PredictRoute) => {
    classifier.error = error;
  };
const answerTexts =
  (...outcomes: TextOutcome[]) =>
  ({ classifier }: PredictRoute) => {
    classifier.outcomes = outcomes;
  };
const refuseRequest =
  (error: PredictionError) =>
  ({ admission }: PredictRoute) => {
    admission.refusal = error;
  };
const refuseBody =
  (error: PredictionError) =>
  ({ admission }: PredictRoute) => {
    admission.bodyRefusal = error;
  };
const failTurn =
  (error: PredictionError) =>
  ({ eventLoopQueue }: PredictRoute) => {
    vi.spyOn(eventLoopQueue, 'waitForTurn').mockRejectedValueOnce(error);
  };

/** Every kind of problem that a request with a complete body can cause in the route. */
const PROBLEMS: readonly ProblemCase[] = [
  { kind: 'malformed-body', name: 'no body', body: '' },
  { kind: 'malformed-body', name: 'no JSON', body: 'text' },
  { kind: 'malformed-body', name: 'no UTF-8', body: Uint8Array.of(0x22, 0xc0, 0xaf, 0x22) },
  { kind: 'malformed-body', name: 'deep nesting', body: '['.repeat(65) + ']'.repeat(65) },
  { kind: 'malformed-header', name: 'a time limit that is no number', headers: { 'x-request-timeout-ms': '-1' } },
  { kind: 'body-too-large', name: 'a body past MAX_BODY_BYTES', body: `{"text":["${'a'.repeat(1_000)}"]}` },
  { kind: 'unsupported-media-type', name: 'another media type', headers: { 'content-type': 'text/plain' } },
  {
    kind: 'unsupported-media-type',
    name: 'another charset',
    headers: { 'content-type': 'application/json; charset=utf-16' },
  },
  { kind: 'unsupported-media-type', name: 'a compressed body', headers: { 'content-encoding': 'gzip' } },
  { kind: 'invalid-request', name: 'a body that is no object', body: '["good"]' },
  { kind: 'invalid-request', name: 'no texts', body: '{}' },
  { kind: 'invalid-request', name: 'texts past MAX_TEXTS', body: '{"text":["a","b","c","d"]}' },
  { kind: 'invalid-request', name: 'a field that is no boolean', body: '{"text":["good"],"neutral":1}' },
  { kind: 'invalid-request', name: 'a label that the model lacks', body: '{"text":["good"],"neutral":true}' },
  { kind: 'text-failed', name: 'a text without an answer', arrange: answerTexts(FAILED) },
  { kind: 'text-refused', name: 'a text that is refused', arrange: answerTexts(REFUSED) },
  { kind: 'overloaded', name: 'a full queue', arrange: refuseRequest(overloadedError(100)) },
  { kind: 'overloaded', name: 'a lack of memory for the body', arrange: refuseBody(overloadedError(100)) },
  { kind: 'overloaded', name: 'a busy event loop', arrange: failTurn(overloadedError(100)) },
  { kind: 'overloaded', name: 'too much work for the model', arrange: failClassifier(overloadedError(100)) },
  { kind: 'model-loading', name: 'a request before the model', arrange: refuseRequest(modelLoadingError()) },
  { kind: 'model-loading', name: 'texts before the model', arrange: failClassifier(modelLoadingError()) },
  { kind: 'model-unavailable', name: 'a request without a process', arrange: refuseRequest(UNAVAILABLE) },
  { kind: 'model-unavailable', name: 'texts without a process', arrange: failClassifier(UNAVAILABLE) },
  { kind: 'deadline-exceeded', name: 'a late turn', arrange: failTurn(LATE) },
  { kind: 'deadline-exceeded', name: 'a late answer', arrange: failClassifier(LATE) },
  { kind: 'client-left', name: 'a client that no longer waits', arrange: failClassifier(LEFT) },
  { kind: 'internal', name: 'an unexpected error', arrange: failClassifier(new Error('unexpected')) },
];

/** Kinds that have a test of their own below. */
const TESTED_BELOW: readonly ErrorKind[] = ['not-found', 'method-not-allowed', 'request-too-slow'];
/** Kinds of errors in the lines of streams. */
const OF_LINES: readonly ErrorKind[] = ['unsupported-language', 'shutting-down'];
/** Kinds that the server, the middleware or the guards of all routes cause. */
const CAUSED_BEFORE: readonly ErrorKind[] = [
  'malformed-request',
  'unsupported-transfer-coding',
  'expectation-failed',
  'headers-too-large',
  'unauthorized',
  'rate-limited',
];

let route: PredictRoute;

beforeEach(async () => {
  route = await PredictRoute.open();
});
afterEach(async () => {
  await route.close();
});

describe('POST /predict: problems', () => {
  it.each(PROBLEMS)('answers $kind for $name', async ({ kind, body = GOOD_BODY, headers, arrange }) => {
    arrange?.(route);
    const answer = await route.predict(body, headers);
    const { status, title, isRetryable = false } = PROBLEM_TABLE[kind];
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.json).toMatchObject({
      type: `urn:sentiment:problem:${kind}`,
      title,
      status,
      detail: expect.stringMatching(/^[A-Z\d/].*\.$/) as string,
      instance: 'urn:request:id-1',
    });
    expect(answer.headers.has('retry-after')).toBe(isRetryable);
    expect(route.contexts.map(({ errorKind }) => errorKind)).toEqual([kind]);
    await expect.poll(() => route.admission.releases).toBe(route.admission.reservations);
  });

  it('have a test for each kind of the table', () => {
    const kinds = new Set([...PROBLEMS.map(({ kind }) => kind), ...TESTED_BELOW, ...CAUSED_BEFORE, ...OF_LINES]);
    expect([...kinds].sort()).toEqual(Object.keys(PROBLEM_TABLE).sort());
  });

  it('answers method-not-allowed for GET', async () => {
    const response = await fetch(route.url);
    expect(await response.json()).toMatchObject({ status: 405, type: 'urn:sentiment:problem:method-not-allowed' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('answers not-found for a path below the route', async () => {
    const response = await fetch(`${route.url}/more`, { method: 'POST' });
    expect(await response.json()).toMatchObject({ status: 404, type: 'urn:sentiment:problem:not-found' });
    expect(response.status).toBe(404);
  });

  it('answers request-too-slow for a body that stops, and closes the connection', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const socket = connect(Number(new URL(route.url).port), '127.0.0.1');
    try {
      socket.write('POST /predict HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"text"');
      while (route.admission.reservedBytes < 7) await new Promise((resolve) => setImmediate(resolve));
      vi.advanceTimersByTime(4_500);
      expect(route.contexts[0]?.errorKind).toBeUndefined();
      const received = once(socket, 'data');
      vi.advanceTimersByTime(500);
      const [answer] = (await received) as [Buffer];
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 408 [^]*\r\nConnection: close\r\n/);
      expect(route.contexts[0]?.errorKind).toBe('request-too-slow');
    } finally {
      vi.useRealTimers();
      socket.destroy();
    }
  });
});
