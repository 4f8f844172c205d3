import { describe, expect, it } from 'vitest';
import {
  PredictionError,
  type ClassificationResult,
  type ClassifyContext,
  type ModelDescription,
  type TextOutcome,
} from '#libs/prediction';
import { ManualClock } from '#libs/testing';
import { CachingClassifier } from './caching-classifier.js';
import { MemoryCache } from './memory-cache.js';
import { NullCache } from './null-cache.js';
import type { PredictionCache } from './prediction-cache.js';

const MODEL = {
  digest: 'a'.repeat(64),
  maxTokens: 512,
  windows: { tokens: 128, overlapTokens: 16, maxWindows: 1, temperature: 1 },
  maxChars: 8_192,
  labels: ['NEGATIVE', 'POSITIVE'],
} as unknown as ModelDescription;
const TIMINGS = { tokenizeMs: 1, queueMs: 2, runMs: 3, endedMs: 6 };
const READ_AND_STORE: ClassifyContext = { deadlineMs: 1_000, cache: { mayRead: true, mayStore: true } };
const BYPASS_READ: ClassifyContext = { deadlineMs: 1_000, cache: { mayRead: false, mayStore: true } };
const BYPASS_STORE: ClassifyContext = { deadlineMs: 1_000, cache: { mayRead: true, mayStore: false } };

const toOutcome = (text: string): TextOutcome => ({
  logits: Float32Array.of(text.length, -1),
  truncated: text.length > 9,
  tokens: 3,
  unknownTokens: 0,
  readChars: text.length,
});

/** A CachingClassifier in front of a classifier that records its calls and answers as `answer` says. */
function openClassifier(options: { cache?: PredictionCache; model?: ModelDescription | undefined } = {}) {
  const clock = new ManualClock();
  const { cache = new MemoryCache({ maxBytes: 1e6, ttlSeconds: 60, clock }) } = options;
  const model = 'model' in options ? options.model : MODEL;
  const calls: { texts: readonly string[]; context: ClassifyContext }[] = [];
  const next = {
    answer: (text: string): TextOutcome | PredictionError => toOutcome(text),
    classify: (texts: readonly string[], context: ClassifyContext): Promise<ClassificationResult> => {
      calls.push({ texts, context });
      const outcomes: TextOutcome[] = [];
      for (const text of texts) {
        const outcome = next.answer(text);
        if (outcome instanceof PredictionError) return Promise.reject(outcome);
        outcomes.push(outcome);
      }
      return Promise.resolve({ outcomes, model: MODEL, timings: TIMINGS, lookup: undefined });
    },
  };
  const classifier = new CachingClassifier({ cache, next, loadedModel: { model }, clock });
  return { classifier, next, calls, clock };
}

describe('Caching classifier', () => {
  it('passes only misses on, and returns all outcomes in the order of the request', async () => {
    const { classifier, calls } = openClassifier();
    await classifier.classify(['b', 'dddd'], READ_AND_STORE);
    const texts = ['a text that is long', 'dddd', 'cc', 'b'];
    const { outcomes, timings, lookup } = await classifier.classify(texts, READ_AND_STORE);
    expect(outcomes).toEqual(texts.map(toOutcome));
    expect(calls.map((call) => call.texts)).toEqual([
      ['b', 'dddd'],
      ['a text that is long', 'cc'],
    ]);
    expect(timings).toEqual(TIMINGS);
    expect(lookup).toEqual({ hits: 2, misses: 2, bypassed: false, durationMs: 0, endedMs: 0 });
  });

  it('passes the context on', async () => {
    const { classifier, calls } = openClassifier();
    const context = { ...READ_AND_STORE, signal: new AbortController().signal };
    await classifier.classify(['a'], context);
    expect(calls[0]?.context).toBe(context);
  });

  it('calls no other classifier when every text is a hit', async () => {
    const { classifier, calls } = openClassifier();
    await classifier.classify(['a', 'bb'], READ_AND_STORE);
    const { outcomes, model, timings, lookup } = await classifier.classify(['bb', 'a', 'bb'], READ_AND_STORE);
    expect(outcomes).toEqual(['bb', 'a', 'bb'].map(toOutcome));
    expect([model, timings, calls.length]).toEqual([MODEL, undefined, 1]);
    expect(lookup).toMatchObject({ hits: 3, misses: 0 });
  });

  it('measures the lookup', async () => {
    const clock = new ManualClock();
    const cache = new MemoryCache({ maxBytes: 1e6, ttlSeconds: 60, clock });
    const { classifier, clock: time } = openClassifier({
      cache: Object.assign(cache, {
        getMany: (keys: readonly string[]) => {
          time.advance(4);
          return Promise.resolve(keys.map(() => undefined));
        },
      }),
    });
    time.advance(10);
    expect((await classifier.classify(['a'], READ_AND_STORE)).lookup).toMatchObject({ durationMs: 4, endedMs: 14 });
  });

  it('does not store failures', async () => {
    const { classifier, next, calls } = openClassifier();
    const failure = { failure: 'The model failed on this text.', isRefused: false };
    next.answer = (text) => (text === 'a' ? failure : toOutcome(text));
    expect((await classifier.classify(['a', 'bb'], READ_AND_STORE)).outcomes).toEqual([failure, toOutcome('bb')]);
    next.answer = toOutcome;
    expect((await classifier.classify(['a', 'bb'], READ_AND_STORE)).outcomes).toEqual(['a', 'bb'].map(toOutcome));
    expect(calls.at(-1)?.texts).toEqual(['a']);
  });

  it('adds the lookup to the error of a request that fails after it', async () => {
    const { classifier, next } = openClassifier();
    await classifier.classify(['a'], READ_AND_STORE);
    next.answer = () => new PredictionError('overloaded', 'later', { retryAfterSeconds: 3, estimatedWaitMs: 2_500 });
    await expect(classifier.classify(['a', 'bb'], READ_AND_STORE)).rejects.toMatchObject({
      kind: 'overloaded',
      message: 'later',
      retryAfterSeconds: 3,
      estimatedWaitMs: 2_500,
      lookup: { hits: 1, misses: 1 },
    });
  });

  it('does not read for no-cache, and stores the new prediction', async () => {
    const { classifier, next, calls } = openClassifier();
    await classifier.classify(['a'], READ_AND_STORE);
    const newer: TextOutcome = {
      logits: Float32Array.of(7, 7),
      truncated: false,
      tokens: 3,
      unknownTokens: 0,
      readChars: 9,
    };
    next.answer = () => newer;
    const { lookup } = await classifier.classify(['a'], BYPASS_READ);
    expect(calls).toHaveLength(2);
    expect(lookup).toMatchObject({ hits: 0, misses: 1, bypassed: true });
    expect((await classifier.classify(['a'], READ_AND_STORE)).outcomes).toEqual([newer]);
  });

  it('does not store for no-store', async () => {
    const { classifier, calls } = openClassifier();
    await classifier.classify(['a'], BYPASS_STORE);
    await classifier.classify(['a'], READ_AND_STORE);
    expect(calls.map((call) => call.texts)).toEqual([['a'], ['a']]);
  });

  it.each([
    ['the cache is off', { cache: new NullCache() }, READ_AND_STORE],
    ['the caller gives no directives', {}, { deadlineMs: 1_000 }],
  ])('neither reads nor stores when %s', async (_, options, context) => {
    const { classifier, calls } = openClassifier(options);
    for (let turn = 0; turn < 2; turn++) {
      expect((await classifier.classify(['a'], context)).lookup).toBeUndefined();
    }
    expect(calls).toHaveLength(2);
  });

  it('fails with model-loading while it does not know whose predictions to look up', async () => {
    const { classifier } = openClassifier({ model: undefined });
    await expect(classifier.classify(['a'], READ_AND_STORE)).rejects.toMatchObject({ kind: 'model-loading' });
  });
});
