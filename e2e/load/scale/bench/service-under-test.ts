import { postJson, RedisServer, startApi, type Api } from '#libs/testing';
import { metricSum, readMetrics } from '../../../metrics-page.js';
import { threadUsage } from '../../cost/thread-usage.js';
import { processCpuMs } from '../../process-usage.js';

/** What a value and its place in the list take of `CACHE_MEMORY_BYTES`: see `MemoryCache`. */
const MEMORY_BYTES_PER_TEXT = 430;
const MS_PER_US = 1e-3;
const MS_PER_SECOND = 1_000;
const TEXTS_PER_REQUEST = 500;

/** Texts that the cache in memory holds. Few, so that a short load meets Redis as well. */
export const MEMORY_TEXTS = 1_000;

/** CPU time in milliseconds, since the start. */
export interface CpuUsage {
  readonly mainMs: number;
  readonly helpersMs: number;
  /** Of all model processes. */
  readonly modelMs: number;
  readonly redisMs: number;
}

/** Since the start. */
export interface Counts {
  readonly memoryTexts: number;
  readonly redisTexts: number;
  readonly newTexts: number;
  readonly runs: number;
  readonly runTexts: number;
}

/** The built service with a real Redis, both with small caches. */
export class ServiceUnderTest {
  private constructor(
    readonly api: Api,
    private readonly redis: RedisServer,
  ) {}

  static async start(): Promise<ServiceUnderTest> {
    const redis = await RedisServer.start('--maxmemory-policy', 'allkeys-lfu');
    const env = { REDIS_URL: redis.url, CACHE_MEMORY_BYTES: String(MEMORY_TEXTS * MEMORY_BYTES_PER_TEXT) };
    return new ServiceUnderTest(await startApi({ env }), redis);
  }

  async stop(): Promise<void> {
    await this.api.stop();
    await this.redis.stop();
  }

  /** Asks for texts, so that the caches have them. @throws Error when they are not answered */
  async learn(texts: readonly string[]): Promise<void> {
    for (let first = 0; first < texts.length; first += TEXTS_PER_REQUEST) {
      const response = await postJson(this.api.url, { text: texts.slice(first, first + TEXTS_PER_REQUEST) });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`texts were not answered: ${response.status}`);
    }
  }

  /** Empties Redis, and lifts its limit of memory. */
  async emptyRedis(): Promise<void> {
    await this.redis.command('config', 'set', 'maxmemory', '0');
    await this.redis.command('flushall');
  }

  /** Lets Redis take so many bytes more than now. */
  async limitRedis(moreBytes: number): Promise<void> {
    const usedBytes = await this.readRedis('memory', 'used_memory');
    await this.redis.command('config', 'set', 'maxmemory', String(Math.round(usedBytes + moreBytes)));
  }

  /** Bytes that Redis takes, and keys that it holds. */
  async measureRedis(): Promise<{ bytes: number; keys: number }> {
    return { bytes: await this.readRedis('memory', 'used_memory'), keys: Number(await this.redis.command('dbsize')) };
  }

  async readCpu(): Promise<CpuUsage> {
    const { mainUs, helpersUs } = threadUsage(this.api.process.pid ?? 0);
    const redisSeconds = (await this.readRedis('cpu', 'used_cpu_user')) + (await this.readRedis('cpu', 'used_cpu_sys'));
    return {
      mainMs: mainUs * MS_PER_US,
      helpersMs: helpersUs * MS_PER_US,
      modelMs: this.api.workerIds().reduce((sum, id) => sum + (processCpuMs(id) ?? 0), 0),
      redisMs: redisSeconds * MS_PER_SECOND,
    };
  }

  async readCounts(): Promise<Counts> {
    const metrics = await readMetrics(this.api.url);
    const countLookups = (tier: string, outcome: string) =>
      metricSum(metrics, 'sentiment_cache_lookups_total', { tier, outcome });
    return {
      memoryTexts: countLookups('memory', 'hit'),
      redisTexts: countLookups('redis', 'hit'),
      newTexts: countLookups('redis', 'miss'),
      runs: metricSum(metrics, 'sentiment_runs_total'),
      runTexts: metricSum(metrics, 'sentiment_runs_texts_total'),
    };
  }

  private async readRedis(section: string, field: string): Promise<number> {
    const info = String(await this.redis.command('info', section));
    return Number(new RegExp(`^${field}:(\\S+)`, 'm').exec(info)?.[1]);
  }
}
