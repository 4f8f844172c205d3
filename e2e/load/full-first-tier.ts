import { CacheKeys, encodePrediction } from '#libs/caching';
import { Redis } from 'ioredis';
import type { RedisServer } from '../redis-server.js';
import { postJson, startApi } from '../start-api.js';
import { proportionalMegabytes } from './process-usage.js';

const BOUND_BYTES = 32 * 1024 * 1024;
const TEXTS_PER_REQUEST = 1_000;
/** Half as many again as fit. */
const TEXTS = 170_000;

export interface FullFirstTier {
  readonly boundMegabytes: number;
  readonly grownMegabytes: number;
  readonly textsKept: number;
}

/** Fills the first tier from Redis, far past its bound, and looks at what the process takes. */
export async function fullFirstTier(server: RedisServer): Promise<FullFirstTier> {
  const api = await startApi({
    env: { REDIS_URL: server.url, CACHE_MEMORY_BYTES: String(BOUND_BYTES), REDIS_TIMEOUT_MS: '1000' },
  });
  const model = (await (await fetch(`${api.url}/model`)).json()) as { digest: string; maxTokens: number };
  const keys = new CacheKeys(model);
  const textsOf = (batch: number) => Array.from({ length: TEXTS_PER_REQUEST }, (_, at) => `text ${batch} ${at}`);
  const redis = new Redis(server.port);
  for (let batch = 0; batch < TEXTS / TEXTS_PER_REQUEST; batch++) {
    const pipeline = redis.pipeline();
    for (const text of textsOf(batch)) {
      const key = keys.of(text);
      pipeline.set(`sentiment:${key}`, encodePrediction(key, { logits: Float32Array.of(batch, 1), truncated: false }));
    }
    await pipeline.exec();
  }
  const ask = async (batch: number): Promise<number> => {
    const response = await postJson(api.url, { text: textsOf(batch) });
    await response.arrayBuffer();
    return Number(/hits=(\d+)/.exec(response.headers.get('Cache-Status') ?? '')?.[1]);
  };
  // The same few texts again and again: what requests of this size take, without the cache growing.
  for (let warming = 0; warming < 100; warming++) await ask(warming % 3);
  const beforeMegabytes = proportionalMegabytes([api.process.pid ?? 0]);
  for (let batch = 0; batch < TEXTS / TEXTS_PER_REQUEST; batch++) {
    if ((await ask(batch)) !== TEXTS_PER_REQUEST) throw new Error('a text was not found in Redis');
  }
  const grownMegabytes = proportionalMegabytes([api.process.pid ?? 0]) - beforeMegabytes;
  await redis.flushall();
  let textsKept = 0;
  for (let batch = TEXTS / TEXTS_PER_REQUEST - 1; batch >= 0; batch--) {
    const hits = await ask(batch);
    textsKept += hits;
    if (hits < TEXTS_PER_REQUEST) break;
  }
  redis.disconnect();
  await api.stop();
  return { boundMegabytes: BOUND_BYTES / 1e6, grownMegabytes, textsKept };
}
