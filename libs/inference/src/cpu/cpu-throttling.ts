import { join } from 'node:path';
import { cpuControlGroups, readIfThere } from './control-groups.js';

/** How often and how long a CPU quota stopped the service, since its control group was made. */
export interface CpuThrottling {
  readonly periods: number;
  readonly throttledPeriods: number;
  readonly throttledSeconds: number;
}

/**
 * Reads `cpu.stat` of the nearest group that has a quota.
 *
 * @param root where the file system starts; tests bring a tree of their own
 * @returns undefined when no group has one
 */
export function readCpuThrottling(root = '/'): CpuThrottling | undefined {
  for (const { folders } of cpuControlGroups(root)) {
    for (const folder of folders) {
      const throttling = parse(readIfThere(join(folder, 'cpu.stat')) ?? '');
      if (throttling) return throttling;
    }
  }
  return undefined;
}

/** Version 2 gives `throttled_usec`, version 1 `throttled_time` in nanoseconds; a group without a quota counts no period. */
function parse(stat: string): CpuThrottling | undefined {
  const figures = new Map([...stat.matchAll(/^(\w+) (\d+)$/gm)].map(([, name = '', value]) => [name, Number(value)]));
  const periods = figures.get('nr_periods') ?? 0;
  if (periods === 0) return undefined;
  const microseconds = figures.get('throttled_usec') ?? (figures.get('throttled_time') ?? 0) / 1e3;
  return { periods, throttledPeriods: figures.get('nr_throttled') ?? 0, throttledSeconds: microseconds / 1e6 };
}
