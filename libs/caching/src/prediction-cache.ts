import type { Prediction } from '#libs/prediction';

export interface CacheEntry {
  readonly key: string;
  readonly prediction: Prediction;
}

/** What a tier has done since it started, in texts; every figure only grows. */
export interface CacheCounters {
  readonly hits: number;
  readonly misses: number;
  /** Lookups that failed or took too long. */
  readonly errors: number;
  /** Lookups that were not tried, because the tier was out of reach. */
  readonly skipped: number;
  readonly stored: number;
  /** Predictions that were not stored: too many waited, the tier was out of reach, or it refused writes. */
  readonly dropped: number;
}

/**
 * Whether a tier can be asked; `partial` when it can be asked for some of its values, `read-only` when it stores nothing.
 * `reason` is a sentence for operators. It is
 * public, so it holds no address, no name of a user, and no text of another program.
 */
export type TierState =
  { readonly status: 'up' } | { readonly status: 'partial' | 'read-only' | 'down'; readonly reason: string };

export interface CacheTier {
  readonly name: 'memory' | 'redis';
  readonly state: TierState;
  readonly counters: CacheCounters;
}

/** The port behind which predictions are kept; also the injection token. No failure behind it is a caller's. */
export abstract class PredictionCache {
  /** Whether anything is ever kept. */
  readonly enabled: boolean = true;

  /** What there is, nearest first. */
  abstract readonly tiers: readonly CacheTier[];

  /** The prediction under each key, in their order; undefined where there is none. Never rejects. */
  abstract getMany(keys: readonly string[]): Promise<(Prediction | undefined)[]>;

  /** Keeps predictions, some time soon or, when that is not possible, not at all. */
  abstract setMany(entries: readonly CacheEntry[]): void;

  abstract close(): Promise<void>;
}
