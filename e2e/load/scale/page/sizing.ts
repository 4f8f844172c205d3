/** Measured on one machine: see `npm run bench:scale`. */
export interface TextCosts {
  /** CPU time of the service for a text that the model runs, and for one that Redis has. */
  readonly newTextMs: number;
  readonly knownTextMs: number;
  /** CPU time of Redis for the same two. */
  readonly redisNewTextMs: number;
  readonly redisKnownTextMs: number;
  readonly bytesPerKey: number;
}

export interface SizingAssumptions {
  /** Texts in the peak second by texts in the mean second of a day. */
  readonly peakFactor: number;
  /** Share of the requested CPU at which the autoscaler adds pods. */
  readonly cpuTarget: number;
  readonly requestedCores: number;
  readonly minPods: number;
  readonly minNodes: number;
  /** Nodes for the pods of the mesh, DNS and metrics. */
  readonly systemNodes: number;
  readonly podsPerNode: number;
  readonly coresPerNode: number;
  /** `CACHE_TTL_SECONDS`. */
  readonly ttlSeconds: number;
  /** Memory of Redis by the bytes of its keys: buffers and free parts of pages. */
  readonly redisMemoryRatio: number;
  readonly coreHourUsd: number;
  readonly redisGibHourUsd: number;
}

export interface Sizing {
  readonly peakTextsPerSecond: number;
  readonly peakCores: number;
  readonly peakPods: number;
  readonly peakNodes: number;
  readonly redisKeys: number;
  readonly redisGib: number;
  /** Of one core: a Redis server runs commands on one thread. */
  readonly redisCores: number;
  readonly nodesUsdPerMonth: number;
  readonly redisUsdPerMonth: number;
  readonly usdPerMillionTexts: number;
}

const SECONDS_PER_DAY = 86_400;
const MS_PER_SECOND = 1_000;
const BYTES_PER_GIB = 2 ** 30;
export const HOURS_PER_MONTH = 730;
const HOURS_PER_DAY = 24;
const MS_PER_HOUR = 3_600_000;
const DAYS_PER_MONTH = HOURS_PER_MONTH / HOURS_PER_DAY;

/**
 * How often a text has to come again to be worth its key in Redis.
 *
 * @returns hits a day at which the CPU that they save costs as much as the memory of the key
 */
export function computeBreakEvenHits(costs: TextCosts, assumptions: SizingAssumptions): number {
  const { cpuTarget, requestedCores, podsPerNode, coresPerNode } = assumptions;
  const keyGib = (costs.bytesPerKey * assumptions.redisMemoryRatio) / BYTES_PER_GIB;
  const keyUsdPerDay = keyGib * HOURS_PER_DAY * assumptions.redisGibHourUsd;
  const savedHours = (costs.newTextMs - costs.knownTextMs) / MS_PER_HOUR;
  const nodeCoresPerPodCore = coresPerNode / (podsPerNode * requestedCores);
  return keyUsdPerDay / ((savedHours / cpuTarget) * nodeCoresPerPodCore * assumptions.coreHourUsd);
}

/**
 * What a number of texts a day needs at its peak, and costs. Pods follow the load of the day; Redis stays.
 *
 * @param hitRate share of the texts whose answers are in a cache, 0 to 1; at 0 there is no Redis
 */
export function computeSizing(
  textsPerDay: number,
  hitRate: number,
  costs: TextCosts,
  assumptions: SizingAssumptions,
): Sizing {
  const { cpuTarget, requestedCores, minPods, minNodes, systemNodes, podsPerNode, coresPerNode } = assumptions;
  const meanTextsPerSecond = textsPerDay / SECONDS_PER_DAY;
  const peakTextsPerSecond = meanTextsPerSecond * assumptions.peakFactor;
  const textMs = (1 - hitRate) * costs.newTextMs + hitRate * costs.knownTextMs;
  const redisMs = hitRate > 0 ? (1 - hitRate) * costs.redisNewTextMs + hitRate * costs.redisKnownTextMs : 0;
  const toPods = (textsPerSecond: number) =>
    Math.max(minPods, (textsPerSecond * textMs) / MS_PER_SECOND / (cpuTarget * requestedCores));
  const peakPods = Math.ceil(toPods(peakTextsPerSecond));
  const redisKeys = hitRate > 0 ? (textsPerDay * (1 - hitRate) * assumptions.ttlSeconds) / SECONDS_PER_DAY : 0;
  const redisGib = (redisKeys * costs.bytesPerKey * assumptions.redisMemoryRatio) / BYTES_PER_GIB;
  const toNodes = (pods: number) => Math.max(minNodes, pods / podsPerNode + systemNodes);
  const meanCores = toNodes(toPods(meanTextsPerSecond)) * coresPerNode;
  const nodesUsdPerMonth = meanCores * HOURS_PER_MONTH * assumptions.coreHourUsd;
  const redisUsdPerMonth = redisGib * HOURS_PER_MONTH * assumptions.redisGibHourUsd;
  return {
    peakTextsPerSecond,
    peakCores: (peakTextsPerSecond * textMs) / MS_PER_SECOND,
    peakPods,
    peakNodes: Math.ceil(toNodes(peakPods)),
    redisKeys,
    redisGib,
    redisCores: (peakTextsPerSecond * redisMs) / MS_PER_SECOND,
    nodesUsdPerMonth,
    redisUsdPerMonth,
    usdPerMillionTexts: ((nodesUsdPerMonth + redisUsdPerMonth) * 1e6) / (textsPerDay * DAYS_PER_MONTH),
  };
}
