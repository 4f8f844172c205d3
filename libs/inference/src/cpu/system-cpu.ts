import { availableParallelism } from 'node:os';
import { divideCpu, type CpuBudget, type CpuSupply } from './cpu-budget.js';
import { readCpuQuota } from './cpu-quota.js';

/** The division of this machine's CPU. */
export function cpuBudget(wanted: Pick<CpuSupply, 'wantedWorkers' | 'wantedThreads'>): CpuBudget {
  // `availableParallelism` knows the affinity (taskset, cpuset), which is all that is asked of it here.
  return divideCpu({ ...wanted, cores: availableParallelism(), quota: readCpuQuota() });
}
