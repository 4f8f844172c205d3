/** How one part of the service stands; the reason is a sentence for operators. */
export type HealthState = { readonly status: 'up' } | { readonly status: 'degraded' | 'down'; readonly reason: string };

/** A part of the service that has a health. */
export interface HealthSource {
  readonly name: string;
  /** Reads variables, does no work. */
  readonly state: HealthState;
}

/** What each probe asks, composed by the application; also the injection token. */
export abstract class HealthSources {
  /** Whether only a restart would help. */
  abstract readonly live: readonly HealthSource[];
  /** Whether a request that came now would be answered. */
  abstract readonly ready: readonly HealthSource[];
  /** Whether the start is over. */
  abstract readonly startup: readonly HealthSource[];
}
