import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { NextFunction, Request, Response } from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CacheStatusOptions, PredictionCache } from '#libs/caching';
import { systemClock } from '#libs/clock';
import { RequestContext } from '#libs/observability';
import {
  Admission,
  Classifier,
  overloadedError,
  type AdmissionRequest,
  type ClassificationResult,
  type ClassifyContext,
  type ModelDescription,
  type TextOutcome,
} from '#libs/prediction';
import { ManualClock } from '#libs/testing';
import { Settings } from '../config/settings.js';
import { ProblemFilter } from '../http/errors/problem.filter.js';
import { EventLoopQueue } from '../http/event-loop-queue.js';
import { PredictController } from './predict.controller.js';

const MODEL: ModelDescription = {
  name: 'fake',
  version: '1.0.0',
  digest: '0123456789abcdef',
  precision: 'fp32',
  labels: ['NEGATIVE', 'POSITIVE'],
  scoring: 'softmax',
  temperature: 1,
  maxTokens: 512,
  maxChars: 8_192,
  accuracy: null,
};
const GOOD: TextOutcome = { logits: new Float32Array([0, Math.log(3)]), truncated: false };
const BAD: TextOutcome = { logits: new Float32Array([Math.log(3), 0]), truncated: true };

/** Gives the outcomes that the test names, and keeps what it was asked. */
class FakeClassifier extends Classifier {
  readonly calls: { texts: readonly string[]; context: ClassifyContext }[] = [];
  outcomes: readonly TextOutcome[] = [GOOD];
  result: Partial<ClassificationResult> = {};
  error: Error | undefined;

  classify(texts: readonly string[], context: ClassifyContext): Promise<ClassificationResult> {
    this.calls.push({ texts, context });
    if (this.error) return Promise.reject(this.error);
    const { outcomes } = this;
    return Promise.resolve({ outcomes, model: MODEL, timings: undefined, lookup: undefined, ...this.result });
  }
}

/** Counts the bytes that requests hold. */
class FakeAdmission extends Admission {
  readonly checked: AdmissionRequest[] = [];
  reservedBytes = 0;
  releases = 0;
  isFull = false;

  check(request: AdmissionRequest): void {
    this.checked.push(request);
    if (this.isFull) throw overloadedError(2_500);
  }

  reserve() {
    return {
      grow: (bytes: number) => {
        this.reservedBytes += bytes;
      },
      release: () => {
        this.releases++;
      },
    };
  }
}

let app: INestApplication;
let url: string;
let classifier: FakeClassifier;
let admission: FakeAdmission;
let contexts: RequestContext[];

beforeEach(async () => {
  classifier = new FakeClassifier();
  admission = new FakeAdmission();
  contexts = [];
  const module = await Test.createTestingModule({
    controllers: [PredictController],
    providers: [
      { provide: Classifier, useValue: classifier },
      { provide: Admission, useValue: admission },
      { provide: PredictionCache, useValue: { enabled: true } },
      { provide: CacheStatusOptions, useValue: new CacheStatusOptions(true) },
      { provide: Settings, useValue: new Settings({ MAX_TEXTS: '3', MAX_BODY_BYTES: '1000' }) },
      {
        provide: EventLoopQueue,
        useValue: new EventLoopQueue({ clock: new ManualClock(), afterSockets: setImmediate, costPerTurn: 4_096 }),
      },
    ],
  }).compile();
  app = module.createNestApplication({ logger: false, bodyParser: false });
  app.use((_request: Request, response: Response, next: NextFunction) => {
    const context = new RequestContext('id-1', { clock: systemClock, startedMs: 1_000, trace: undefined });
    contexts.push(context);
    response.locals = { requestContext: context };
    next();
  });
  app.useGlobalFilters(new ProblemFilter());
  await app.listen(0, '127.0.0.1');
  url = `${await app.getUrl()}/predict`;
});
afterEach(async () => {
  await app.close();
});

async function predict(body: string, headers: Record<string, string> = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: response.status, headers: response.headers, json: (await response.json()) as object };
}

describe('POST /predict', () => {
  it('answers a list of labels with scores for each text, in their order', async () => {
    classifier.outcomes = [GOOD, BAD];
    const { status, json, headers } = await predict('{"text":["good","bad"]}');
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
    expect(classifier.calls[0]?.texts).toEqual(['good', 'bad']);
  });

  it('gives the classifier the client, the deadline and the cache directives', async () => {
    await predict('{"text":["good"]}', { 'X-Request-Timeout-Ms': '500', 'Cache-Control': 'no-store' });
    expect(classifier.calls[0]?.context).toMatchObject({
      client: 'address 127.0.0.1',
      deadlineMs: 1_500,
      cache: { mayRead: true, mayStore: false },
    });
    await predict('{"text":["good"]}');
    expect(classifier.calls[1]?.context.deadlineMs).toBe(11_000);
  });

  it('shows timings and what the cache held, and keeps both for telemetry', async () => {
    const timings = { tokenizeMs: 1, queueMs: 2, runMs: 3.456, endedMs: 0 };
    const lookup = { hits: 1, misses: 1, bypassed: false, durationMs: 1, endedMs: 0 };
    classifier.outcomes = [GOOD, BAD];
    classifier.result = { timings, lookup };
    const { headers } = await predict('{"text":["good","bad"]}');
    expect(headers.get('server-timing')).toBe('tokenize;dur=1.00, queue;dur=2.00, run;dur=3.46');
    expect(headers.get('cache-status')).toBe('sentiment; fwd=partial; detail="hits=1 misses=1"');
    expect(contexts[0]).toMatchObject({ texts: 2, timings, truncatedTexts: 1, clientId: 'address 127.0.0.1' });
    expect(contexts[0]?.answers.map(({ label }) => label)).toEqual(['POSITIVE', 'NEGATIVE']);
  });

  it('reserves memory for the bytes of the body, and releases it once', async () => {
    const body = '{"text":["good"]}';
    await predict(body);
    expect(admission.reservedBytes).toBe(body.length);
    await expect.poll(() => admission.releases).toBe(1);
    expect(admission.checked).toEqual([{ client: 'address 127.0.0.1', timeoutMs: undefined }]);
  });

  it('refuses a request that cannot be admitted, before its body is read', async () => {
    admission.isFull = true;
    const { status, headers, json } = await predict('{"text":["good"]}');
    expect([status, headers.get('retry-after')]).toEqual([429, '3']);
    expect(json).toMatchObject({ type: 'urn:sentiment:problem:overloaded', estimatedWaitMs: 2_500 });
    expect([admission.reservedBytes, classifier.calls.length]).toEqual([0, 0]);
  });

  it.each([
    ['no JSON', 'text', {}, 400, 'malformed-body'],
    ['another media type', '{"text":["good"]}', { 'content-type': 'text/plain' }, 415, 'unsupported-media-type'],
    ['a compressed body', '{"text":["good"]}', { 'content-encoding': 'gzip' }, 415, 'unsupported-media-type'],
    ['a body past MAX_BODY_BYTES', `{"text":["${'a'.repeat(1_000)}"]}`, {}, 413, 'body-too-large'],
    ['a time limit that is no number', '{"text":["good"]}', { 'x-request-timeout-ms': '-1' }, 400, 'malformed-header'],
    ['texts past MAX_TEXTS', '{"text":["a","b","c","d"]}', {}, 422, 'invalid-request'],
  ])('refuses %s', async (_, body, headers: Record<string, string>, status, kind) => {
    expect((await predict(body, headers)).json).toMatchObject({ status, type: `urn:sentiment:problem:${kind}` });
    expect(classifier.calls).toEqual([]);
  });

  it('names the texts without an answer', async () => {
    classifier.outcomes = [GOOD, { failure: 'The model has no finite answer for this text.', isRefused: false }];
    expect((await predict('{"text":["good","odd"]}')).json).toMatchObject({
      type: 'urn:sentiment:problem:text-failed',
      status: 500,
      errors: [{ pointer: '/text/1', detail: 'The model has no finite answer for this text.' }],
    });
    expect(contexts[0]?.errorKind).toBe('text-failed');
  });

  it('answers the errors of the classifier by their kind', async () => {
    classifier.error = overloadedError(100);
    expect((await predict('{"text":["good"]}')).json).toMatchObject({ status: 429 });
    classifier.error = new Error('a text of a request');
    const { status, json } = await predict('{"text":["good"]}');
    expect(status).toBe(500);
    expect(JSON.stringify(json)).not.toContain('a text');
  });
});
