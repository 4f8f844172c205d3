import type { ClassifierFigures, ModelDescription } from '#libs/classification';

/** A cache tier's counters, as they stand; each is an outcome's name. */
export interface ObservedCacheTier {
  readonly name: string;
  readonly isUp: boolean;
  readonly lookups: Readonly<Record<string, number>>;
  readonly stored: number;
  readonly dropped: number;
}

/** What the CPU quota took: from the control group's `cpu.stat`. */
export interface CpuThrottling {
  readonly periods: number;
  readonly throttledPeriods: number;
  readonly throttledSeconds: number;
}

/** What is asked when somebody reads the metrics, composed by the application; also the injection token. */
export abstract class MetricSources {
  abstract readonly version: string;
  /** Undefined until it is loaded. */
  abstract readonly model: ModelDescription | undefined;
  abstract readonly classifier: ClassifierFigures;
  abstract readonly cacheTiers: readonly ObservedCacheTier[];
  /** Undefined where nothing limits the CPU. */
  abstract readonly cpuThrottling: CpuThrottling | undefined;
}
