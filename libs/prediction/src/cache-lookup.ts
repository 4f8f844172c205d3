/** What a request allows a cache to do. */
export interface CacheDirectives {
  readonly mayRead: boolean;
  readonly mayStore: boolean;
}

/** What a cache held for the texts of one request. */
export interface CacheLookup {
  readonly hits: number;
  readonly misses: number;
  /** Whether the request forbade reading: then the cache was not read, and every text counts as a miss. */
  readonly bypassed: boolean;
  readonly durationMs: number;
  /** End of the lookup, in the milliseconds of the service's clock. */
  readonly endedMs: number;
}
