import type { DropCause, InferenceStats, ModelDescription } from '#libs/prediction';

/** The counters of a cache tier; each key of `lookups` is the name of an outcome. */
export interface ObservedCacheTier {
  readonly name: string;
  readonly isUp: boolean;
  /** Whether it stores predictions now. */
  readonly isWritable: boolean;
  readonly lookups: Readonly<Record<string, number>>;
  readonly stored: number;
  readonly dropped: number;
}

/** The API keys of the service. */
export interface ObservedApiKeys {
  /** Keys in use. */
  readonly count: number;
  /** Whether the file holds valid keys now; otherwise the last valid keys stay in use. */
  readonly isFileValid: boolean;
}

/** How often and how long a CPU quota stopped the service, since its control group was made. */
export interface ObservedCpuThrottling {
  readonly periods: number;
  readonly throttledPeriods: number;
  readonly throttledSeconds: number;
}

/** The state of the service's parts at one moment. */
export interface MetricsSnapshot {
  readonly version: string;
  /** Undefined until the model is loaded. */
  readonly model: ModelDescription | undefined;
  readonly inference: InferenceStats;
  /** Requests and texts that got no answer, by cause: those of the inference pipeline and of all steps before it. */
  readonly drops: Readonly<Record<DropCause, number>>;
  readonly cacheTiers: readonly ObservedCacheTier[];
  /** Undefined when the service asks for no key. */
  readonly apiKeys: ObservedApiKeys | undefined;
  /** Undefined where no quota limits the CPU. */
  readonly cpuThrottling: ObservedCpuThrottling | undefined;
}

/** Called once for each reading of the metrics; implemented by the application; also the injection token. */
export abstract class MetricsCollector {
  abstract collect(): MetricsSnapshot;
}
