/** What a request costs one party, in milliseconds of CPU time. */
export interface RequestCosts {
  readonly requestMs: number;
  /** More for a request that asks Redis: one of its texts is not in memory. */
  readonly lookupMs: number;
  /** More for a request that needs the model. */
  readonly inferenceMs: number;
  /** For each text that is in memory. */
  readonly memoryTextMs: number;
  /** For each text that is in Redis. */
  readonly redisTextMs: number;
  /** For each text that is new: lookup, tokens, result and the writes to both caches. */
  readonly newTextMs: number;
}

export interface ServiceCosts {
  /** The main thread of the service process. */
  readonly main: RequestCosts;
  /** Its other threads: tokenizer, garbage collector. */
  readonly helpers: RequestCosts;
  readonly redis: RequestCosts;
  readonly generator: RequestCosts;
  /** A model process: for each run, and for each text in it. */
  readonly model: { readonly runMs: number; readonly textMs: number };
}

/** Texts of a request by where their answers are from. */
export interface TextOutcomes {
  readonly memory: number;
  readonly redis: number;
  readonly new: number;
}

/** The cost of a request for one party, in milliseconds. */
export function computeRequestMs(costs: RequestCosts, { memory, redis, new: fresh }: TextOutcomes): number {
  return (
    costs.requestMs +
    (redis + fresh > 0 ? costs.lookupMs : 0) +
    (fresh > 0 ? costs.inferenceMs : 0) +
    memory * costs.memoryTextMs +
    redis * costs.redisTextMs +
    fresh * costs.newTextMs
  );
}
