/** How often and how long a CPU quota held the service up, since its control group was made. */
export interface CpuThrottling {
  readonly periods: number;
  readonly throttledPeriods: number;
  readonly throttledSeconds: number;
}
