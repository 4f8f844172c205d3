import type { ExecutionContext } from '@nestjs/common';
import { lastValueFrom, of, throwError, type Observable } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  PredictionError,
  type CacheDirectives,
  type CacheLookup,
  type ClassificationResult,
  type ModelDescription,
} from '#libs/prediction';
import { CacheStatusOptions, PredictionCacheInterceptor } from './prediction-cache.interceptor.js';

const LOOKUP: CacheLookup = { hits: 2, misses: 1, bypassed: false, durationMs: 1, endedMs: 1 };
const PARTIAL = 'sentiment; fwd=partial; detail="hits=2 misses=1"';

/** A request through the interceptor to a handler with this result. */
async function intercept(
  answer: Observable<ClassificationResult>,
  { cacheControl, isShown = true }: { cacheControl?: string | undefined; isShown?: boolean } = {},
) {
  const headers = new Map<string, unknown>();
  const response = {
    headersSent: false,
    locals: {} as { cacheDirectives?: CacheDirectives },
    setHeader: (name: string, value: unknown) => headers.set(name, value),
  };
  const request = { headers: { 'cache-control': cacheControl } };
  const http = { getRequest: () => request, getResponse: () => response };
  const context = { switchToHttp: () => http } as unknown as ExecutionContext;
  const interceptor = new PredictionCacheInterceptor(new CacheStatusOptions(isShown));
  const result = await lastValueFrom(interceptor.intercept(context, { handle: () => answer })).catch(
    (error: unknown) => error,
  );
  return { result, directives: response.locals.cacheDirectives, cacheStatus: headers.get('Cache-Status') };
}

const toResult = (lookup: CacheLookup | undefined): ClassificationResult => {
  return { outcomes: [], model: {} as ModelDescription, timings: undefined, lookup };
};

describe('Prediction cache interceptor', () => {
  it.each([
    [undefined, { mayRead: true, mayStore: true }],
    ['no-cache', { mayRead: false, mayStore: true }],
    ['no-store', { mayRead: true, mayStore: false }],
  ])('provides the directives of Cache-Control %s to the handler', async (cacheControl, expected) => {
    expect((await intercept(of(toResult(undefined)), { cacheControl })).directives).toEqual(expected);
  });

  it('writes Cache-Status from the lookup of the result, and returns the result unchanged', async () => {
    const answer = toResult(LOOKUP);
    const { result, cacheStatus } = await intercept(of(answer));
    expect(result).toBe(answer);
    expect(cacheStatus).toBe(PARTIAL);
  });

  it('writes Cache-Status from the lookup of an error', async () => {
    const error = new PredictionError('overloaded', 'later', { lookup: LOOKUP });
    const { result, cacheStatus } = await intercept(throwError(() => error));
    expect(result).toBe(error);
    expect(cacheStatus).toBe(PARTIAL);
  });

  it('writes no Cache-Status where clients must not see it, and reads Cache-Control all the same', async () => {
    const hidden = { cacheControl: 'no-cache', isShown: false };
    const { result, cacheStatus, directives } = await intercept(of(toResult(LOOKUP)), hidden);
    expect(result).toMatchObject({ lookup: LOOKUP });
    expect([cacheStatus, directives?.mayRead]).toEqual([undefined, false]);
    const error = new PredictionError('overloaded', 'later', { lookup: LOOKUP });
    expect(
      (
        await intercept(
          throwError(() => error),
          hidden,
        )
      ).cacheStatus,
    ).toBeUndefined();
  });

  it('writes no Cache-Status when no cache took part', async () => {
    expect((await intercept(of(toResult(undefined)))).cacheStatus).toBeUndefined();
    const error = new PredictionError('model-loading', 'later');
    expect((await intercept(throwError(() => error))).cacheStatus).toBeUndefined();
  });
});
