import { EventEmitter } from 'node:events';
import type { ExecutionContext } from '@nestjs/common';
import { firstValueFrom, from } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  type Classification,
  classifyRequestOf,
  type ModelDescription,
  setClassifyRequest,
  type Classifier,
} from '#libs/prediction';
import { ManualClock } from '#libs/testing';
import { MemoryCache } from './memory-cache.js';
import { NullCache } from './null-cache.js';
import { PredictionCacheInterceptor } from './prediction-cache.interceptor.js';
import type { PredictionCache } from './prediction-cache.js';

const model = { digest: 'a'.repeat(64), maxTokens: 512, labels: ['NEGATIVE', 'POSITIVE'] };
const classifier = { model: model as unknown as ModelDescription } as Classifier;
const toPrediction = (text: string): Classification => ({
  logits: Float32Array.of(text.length, -1),
  truncated: text.length > 9,
});

/** An interceptor before a handler that notes what it is asked. */
function intercepting(
  cache: PredictionCache = new MemoryCache({ maxBytes: 1e6, ttlSeconds: 60, clock: new ManualClock() }),
) {
  const interceptor = new PredictionCacheInterceptor(cache, classifier);
  const asked: (readonly string[])[] = [];
  const predict = async (texts: readonly string[], headers: Record<string, string> = {}, answer = toPrediction) => {
    const request = Object.assign(new EventEmitter(), { headers });
    const given = new Map<string, unknown>();
    const response = { setHeader: (name: string, value: unknown) => given.set(name, value) };
    setClassifyRequest(request, { texts, call: { timeoutMs: 1_000 } });
    const http = { getRequest: () => request, getResponse: () => response };
    const context = { switchToHttp: () => http } as unknown as ExecutionContext;
    const answers = await interceptor.intercept(context, {
      handle: () => {
        const { texts: unknown } = classifyRequestOf(request);
        asked.push(unknown);
        return from(Promise.resolve(unknown.map(answer)));
      },
    });
    return { classifications: await firstValueFrom(answers), cacheStatus: given.get('Cache-Status') };
  };
  return { predict, asked };
}

describe('PredictionCacheInterceptor', () => {
  it('lets only unknown texts go on, and puts all answers in the order of the request', async () => {
    const { predict, asked } = intercepting();
    await predict(['b', 'dddd']);
    const { classifications, cacheStatus } = await predict(['a text that is long', 'dddd', 'cc', 'b']);
    expect(classifications).toEqual(['a text that is long', 'dddd', 'cc', 'b'].map(toPrediction));
    expect(asked).toEqual([
      ['b', 'dddd'],
      ['a text that is long', 'cc'],
    ]);
    expect(cacheStatus).toBe('sentiment; fwd=partial; detail="hits=2 misses=2"');
  });

  it('asks nobody when all texts are known', async () => {
    const { predict, asked } = intercepting();
    await predict(['a', 'bb']);
    const { classifications, cacheStatus } = await predict(['bb', 'a', 'bb']);
    expect(classifications).toEqual(['bb', 'a', 'bb'].map(toPrediction));
    expect(asked).toHaveLength(1);
    expect(cacheStatus).toBe('sentiment; hit; detail="hits=3 misses=0"');
  });

  it('does not keep failures', async () => {
    const { predict, asked } = intercepting();
    const failure = { failure: 'The model failed on this text.', isRefused: false };
    const { classifications } = await predict(['a', 'bb'], {}, (text) => (text === 'a' ? failure : toPrediction(text)));
    expect(classifications).toEqual([failure, toPrediction('bb')]);
    expect((await predict(['a', 'bb'])).classifications).toEqual(['a', 'bb'].map(toPrediction));
    expect(asked.at(-1)).toEqual(['a']);
  });

  it('asks anew for no-cache, and keeps the new answer', async () => {
    const { predict, asked } = intercepting();
    await predict(['a']);
    const newer: Classification = { logits: Float32Array.of(7, 7), truncated: false };
    const { cacheStatus } = await predict(['a'], { 'cache-control': 'no-cache' }, () => newer);
    expect(asked).toHaveLength(2);
    expect(cacheStatus).toContain('fwd=request');
    expect((await predict(['a'])).classifications).toEqual([newer]);
  });

  it('leaves nothing behind for no-store', async () => {
    const { predict, asked } = intercepting();
    await predict(['a'], { 'cache-control': 'no-store' });
    await predict(['a']);
    expect(asked).toEqual([['a'], ['a']]);
  });

  it('is not there when the cache is off', async () => {
    const { predict, asked } = intercepting(new NullCache());
    for (let turn = 0; turn < 2; turn++) expect((await predict(['a'])).cacheStatus).toBeUndefined();
    expect(asked).toHaveLength(2);
  });
});
