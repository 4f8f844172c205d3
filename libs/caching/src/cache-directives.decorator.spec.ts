import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Controller, Get, Module, UseInterceptors, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterAll, beforeAll, expect, describe, it } from 'vitest';
import type { CacheDirectives, ClassificationResult, ModelDescription } from '#libs/prediction';
import { ManualClock } from '#libs/testing';
import { RequestCacheDirectives } from './cache-directives.decorator.js';
import { CachingClassifier } from './caching-classifier.js';
import { MemoryCache } from './memory-cache.js';
import { CacheStatusOptions, PredictionCacheInterceptor } from './prediction-cache.interceptor.js';

const windows = { tokens: 128, overlapTokens: 16, maxWindows: 1, temperature: 1 };
const model = { digest: 'a'.repeat(64), maxTokens: 512, windows, maxChars: 8_192 } as ModelDescription;
const clock = new ManualClock();
let runs = 0;

const classifier = new CachingClassifier({
  cache: new MemoryCache({ maxBytes: 1e6, ttlSeconds: 60, clock }),
  loadedModel: { model },
  clock,
  next: {
    classify: (texts): Promise<ClassificationResult> => {
      runs++;
      const outcomes = texts.map(() => ({
        logits: Float32Array.of(1, 2),
        truncated: false,
        tokens: 3,
        unknownTokens: 0,
        readChars: 9,
      }));
      return Promise.resolve({ outcomes, model, timings: undefined, lookup: undefined });
    },
  },
});

const classify = (cache: CacheDirectives | undefined) => classifier.classify(['a text'], { deadlineMs: 1_000, cache });

@Controller('cached')
class CachedController {
  @Get()
  @UseInterceptors(PredictionCacheInterceptor)
  get(@RequestCacheDirectives() cache: CacheDirectives | undefined): Promise<ClassificationResult> {
    return classify(cache);
  }
}

@Controller('uncached')
class UncachedController {
  @Get()
  get(@RequestCacheDirectives() cache: CacheDirectives | undefined): Promise<ClassificationResult> {
    return classify(cache);
  }
}

@Module({
  controllers: [CachedController, UncachedController],
  providers: [{ provide: CacheStatusOptions, useValue: new CacheStatusOptions(true) }],
})
class RoutesModule {}

describe('Cache directives of a request', () => {
  let app: INestApplication<Server>;
  let url: string;

  beforeAll(async () => {
    app = await NestFactory.create(RoutesModule, { logger: false });
    await app.init();
    const server = app.getHttpServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => app.close());

  /** @returns the Cache-Status of each of two equal requests, and the runs of the model */
  async function getTwice(path: string, headers: Record<string, string> = {}) {
    const before = runs;
    const statuses: (string | null)[] = [];
    for (let turn = 0; turn < 2; turn++) {
      const response = await fetch(`${url}/${path}`, { headers });
      await response.arrayBuffer();
      statuses.push(response.headers.get('cache-status'));
    }
    return { statuses, runs: runs - before };
  }

  it('do not cache a route without PredictionCacheInterceptor', async () => {
    expect(await getTwice('uncached')).toEqual({ statuses: [null, null], runs: 2 });
  });

  it('cache a route with PredictionCacheInterceptor', async () => {
    expect(await getTwice('cached')).toEqual({
      statuses: ['sentiment; fwd=miss; detail="hits=0 misses=1"', 'sentiment; hit; detail="hits=1 misses=0"'],
      runs: 1,
    });
  });

  it('are those of the request', async () => {
    const { statuses, runs: forwardedRuns } = await getTwice('cached', { 'cache-control': 'no-cache' });
    expect(statuses).toEqual(Array(2).fill('sentiment; fwd=request; detail="hits=0 misses=1"'));
    expect(forwardedRuns).toBe(2);
  });
});
