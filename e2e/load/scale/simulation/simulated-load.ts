import type { SimulatedText } from './model-queue.js';

/** `closed`: each connection sends its next request when it has its answer. `paced`: evenly, `random`: a Poisson process. */
export type Arrivals =
  | { readonly kind: 'closed'; readonly connections: number }
  | { readonly kind: 'paced' | 'random'; readonly requestsPerSecond: number };

export interface SimulatedLoad {
  readonly arrivals: Arrivals;
  readonly seconds: number;
  readonly textsPerRequest: number;
  /** In the order of the requests; from the beginning again after the last one. */
  readonly texts: readonly SimulatedText[];
}

/** One service, with Redis and the load generator on the same cores. */
export interface SimulatedMachine {
  readonly cores: number;
  readonly workers: number;
  /** Texts that the cache in memory holds; 0 for none. */
  readonly memoryTexts: number;
  /** Texts that Redis holds; Infinity for all. */
  readonly redisTexts: number;
  /** A request whose new texts would wait longer gets 429. */
  readonly maxWaitMs: number;
}

export interface SimulationResult {
  readonly arrived: number;
  readonly answered: number;
  readonly refused: number;
  /** Without an answer at the end. */
  readonly waiting: number;
  readonly answeredPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly meanMs: number;
  /** Texts of all requests by where their answers are from. */
  readonly memoryTexts: number;
  readonly redisTexts: number;
  readonly newTexts: number;
  readonly runs: number;
  readonly runTexts: number;
  /** CPU time by party, in cores. */
  readonly cores: {
    readonly service: number;
    readonly model: number;
    readonly redis: number;
    readonly generator: number;
  };
}
