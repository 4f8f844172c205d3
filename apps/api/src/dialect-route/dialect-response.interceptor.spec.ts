import type { ExecutionContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { lastValueFrom, of, throwError, type Observable } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { RequestContext } from '#libs/observability';
import type { ModelDescription, TextOutcome } from '#libs/prediction';
import { ManualClock } from '#libs/testing';
import { Settings } from '../config/settings.js';
import { DialectResponseInterceptor } from './dialect-response.interceptor.js';
import type { Dialect, DialectRequest } from './dialect.js';
import type { DialectResult } from './dialect-result.js';
import { scoreTexts } from './score-texts.js';

const MODEL = {
  name: 'fake',
  digest: '0123456789abcdef',
  labels: ['NEGATIVE', 'POSITIVE'],
  neutralLabel: null,
  scoring: 'softmax',
  temperature: 1,
} as unknown as ModelDescription;
const TIMINGS = { tokenizeMs: 1, queueMs: 2, runMs: 3, endedMs: 6 };
const LOOKUP = { hits: 1, misses: 2, bypassed: false, durationMs: 1, endedMs: 1 };

/** Renders the scores as they are. */
const REQUEST: DialectRequest = {
  texts: [],
  render: (result) => {
    const { scores, firstLabels, truncated } = scoreTexts(result, {
      hasAllLabels: false,
      pointTo: (index) => `/text/${index}`,
    });
    return { body: { scores }, firstLabels, truncated };
  },
};
const OWN: Dialect = {
  name: undefined,
  matches: () => true,
  parse: () => REQUEST,
  renderError: () => ({ status: 400, mediaType: 'text/plain', body: '' }),
};

const predict = (negative: number, positive: number, truncated = false): TextOutcome => {
  return { logits: Float32Array.of(negative, positive), truncated, tokens: 3, unknownTokens: 0, readChars: 9 };
};

function toResult(changes: Partial<DialectResult> = {}): DialectResult {
  const outcomes = [predict(0, 1)];
  return { outcomes, model: MODEL, timings: undefined, lookup: undefined, dialect: OWN, request: REQUEST, ...changes };
}

/** Passes the result of a handler through the interceptor. */
async function intercept(result: Observable<DialectResult>, environment: Record<string, string> = {}) {
  const module = await Test.createTestingModule({
    providers: [DialectResponseInterceptor, { provide: Settings, useValue: new Settings(environment) }],
  }).compile();
  const requestContext = new RequestContext('id-1', { clock: new ManualClock(), startedMs: 0, trace: undefined });
  const headers: Record<string, unknown> = {};
  const response = { locals: { requestContext }, setHeader: (name: string, value: unknown) => (headers[name] = value) };
  const context = { switchToHttp: () => ({ getResponse: () => response }) } as unknown as ExecutionContext;
  const interceptor = module.get(DialectResponseInterceptor);
  const answer = await lastValueFrom(interceptor.intercept(context, { handle: () => result })).catch(
    (error: unknown) => error,
  );
  return { answer, headers, requestContext };
}

describe('Response to a classification', () => {
  it('has labels with scores, and names the model and the timings', async () => {
    const result = toResult({ outcomes: [predict(0, 0, true)], timings: TIMINGS });
    const { answer, headers } = await intercept(of(result));
    expect(answer).toEqual({
      scores: [
        [
          { label: 'NEGATIVE', score: 0.5 },
          { label: 'POSITIVE', score: 0.5 },
        ],
      ],
    });
    expect(headers).toEqual({
      'X-Model': 'fake@0123456789ab',
      'Server-Timing': 'tokenize;dur=1.00, queue;dur=2.00, run;dur=3.00',
    });
  });

  it('shows no timings where clients must not see what the cache held, and keeps them for telemetry', async () => {
    const { headers, requestContext } = await intercept(of(toResult({ timings: TIMINGS })), { CACHE_STATUS: 'never' });
    expect(headers).toEqual({ 'X-Model': 'fake@0123456789ab' });
    expect(requestContext.timings).toEqual(TIMINGS);
  });

  it('has no timings when the cache answered every text', async () => {
    const { headers, requestContext } = await intercept(of(toResult({ lookup: LOOKUP })));
    expect(headers).toEqual({ 'X-Model': 'fake@0123456789ab' });
    expect([requestContext.timings, requestContext.lookup]).toEqual([undefined, LOOKUP]);
  });

  it('keeps the first label of each text and the number of truncated texts for telemetry', async () => {
    const outcomes = [predict(0, 1), predict(1, 0, true), predict(2, 0, true)];
    const { requestContext } = await intercept(of(toResult({ outcomes })));
    expect(requestContext.answers.map(({ label }) => label)).toEqual(['POSITIVE', 'NEGATIVE', 'NEGATIVE']);
    expect(requestContext.truncatedTexts).toBe(2);
  });

  it('lists truncated texts in a header where clients drop unknown fields, and its type has no charset', async () => {
    const outcomes = [predict(0, 1, true), predict(1, 0), predict(2, 0, true)];
    const { headers } = await intercept(of(toResult({ outcomes, dialect: { ...OWN, name: 'tei' } })));
    expect(headers).toMatchObject({ 'X-Truncated': '0,2', 'Content-Type': 'application/json' });
  });

  it('has the bytes and the type of a dialect with a format of its own', async () => {
    const encodeBody = (body: object) => Buffer.from(Object.keys(body).join());
    const dialect: Dialect = { ...OWN, name: 'comprehend', mediaType: 'application/cbor', encodeBody };
    const { answer, headers } = await intercept(of(toResult({ dialect })));
    expect(answer).toEqual(Buffer.from('scores'));
    expect(headers).toMatchObject({ 'Content-Type': 'application/cbor' });
  });

  it('is an error when a text has no answer, after the facts for telemetry are kept', async () => {
    const outcomes = [predict(0, 1), { failure: 'There is no answer.', isRefused: false }];
    const { answer, requestContext } = await intercept(of(toResult({ outcomes, timings: TIMINGS, lookup: LOOKUP })));
    expect(answer).toMatchObject({ kind: 'text-failed', faults: [{ pointer: '/text/1' }] });
    expect(requestContext).toMatchObject({ timings: TIMINGS, lookup: LOOKUP, answers: [] });
  });

  it('is the error of the handler when it fails', async () => {
    const error = new Error('failed');
    const { answer, headers } = await intercept(throwError(() => error));
    expect([answer, headers]).toEqual([error, {}]);
  });
});
