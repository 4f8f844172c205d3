import type { InferenceStats, CpuThrottling, ModelDescription } from '#libs/prediction';

/** A cache tier's counters, as they stand; each is an outcome's name. */
export interface ObservedCacheTier {
  readonly name: string;
  readonly isUp: boolean;
  readonly lookups: Readonly<Record<string, number>>;
  readonly stored: number;
  readonly dropped: number;
}

/** What the service's parts say of themselves at one moment. */
export interface MetricsSnapshot {
  readonly version: string;
  /** Undefined until it is loaded. */
  readonly model: ModelDescription | undefined;
  readonly classifier: InferenceStats;
  readonly cacheTiers: readonly ObservedCacheTier[];
  /** Undefined where nothing limits the CPU. */
  readonly cpuThrottling: CpuThrottling | undefined;
}

/** Asked when somebody reads the metrics, once each time; composed by the application; also the injection token. */
export abstract class MetricsCollector {
  abstract collect(): MetricsSnapshot;
}
