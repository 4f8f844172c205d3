/** Of one load, predicted or measured. */
export interface Figures {
  readonly textsPerSecond: number;
  /** Share of the texts whose answers are in memory or in Redis. */
  readonly hitRate: number;
  readonly memoryHitRate: number;
  /** Of service, model processes and Redis; not of the load generator. */
  readonly serverCores: number;
  readonly serviceCores: number;
  readonly modelCores: number;
  readonly redisCores: number;
  readonly textsPerRun: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** The quantities by their names on paper. */
export const QUANTITIES: Readonly<Record<keyof Figures, string>> = {
  textsPerSecond: 'texts/s',
  hitRate: 'hit rate',
  memoryHitRate: 'hit rate of the memory',
  serverCores: 'cores, all but the generator',
  serviceCores: 'cores of the service process',
  modelCores: 'cores of the model processes',
  redisCores: 'cores of Redis',
  textsPerRun: 'texts a run',
  p50Ms: 'p50, ms',
  p99Ms: 'p99, ms',
};

type Count = 'requests' | 'memoryTexts' | 'redisTexts' | 'newTexts' | 'runs' | 'runTexts' | 'p50Ms' | 'p99Ms';

/** @param cores CPU time of each party by the time of the load */
export function toFigures(
  { seconds, textsPerRequest }: { readonly seconds: number; readonly textsPerRequest: number },
  counts: Readonly<Record<Count, number>>,
  { service, model, redis }: Readonly<Record<'service' | 'model' | 'redis', number>>,
): Figures {
  const { requests, memoryTexts, redisTexts, newTexts, runs, runTexts, p50Ms, p99Ms } = counts;
  const all = memoryTexts + redisTexts + newTexts;
  return {
    textsPerSecond: (requests * textsPerRequest) / seconds,
    hitRate: (memoryTexts + redisTexts) / all,
    memoryHitRate: memoryTexts / all,
    serverCores: service + model + redis,
    serviceCores: service,
    modelCores: model,
    redisCores: redis,
    textsPerRun: runTexts / runs,
    p50Ms,
    p99Ms,
  };
}
