import { join } from 'node:path';
import { cpuControlGroups, readIfThere } from './control-groups.js';

/**
 * The CPU time that the control groups of this process allow, in CPUs (1.5 is one and a half cores).
 *
 * Node's `os.availableParallelism()` ignores it (Node 20) or gives the host's count below one CPU
 * (nodejs/node#59200).
 *
 * @param root where the file system starts; tests bring a tree of their own
 * @returns undefined when nothing limits it, or the system has no control groups
 */
export function readCpuQuota(root = '/'): number | undefined {
  const quotas = cpuControlGroups(root).flatMap(({ version, folders }) =>
    folders.map(version === 2 ? quotaOfV2 : quotaOfV1),
  );
  const limits = quotas.filter((quota) => quota !== undefined);
  return limits.length > 0 ? Math.min(...limits) : undefined;
}

/** `cpu.max`: "<quota> <period>" in microseconds, or "max <period>". */
function quotaOfV2(folder: string): number | undefined {
  const [quota, period] = (readIfThere(join(folder, 'cpu.max')) ?? '').trim().split(/\s+/);
  return toRatio(quota, period);
}

/** -1 is no limit. */
function quotaOfV1(folder: string): number | undefined {
  return toRatio(readIfThere(join(folder, 'cpu.cfs_quota_us')), readIfThere(join(folder, 'cpu.cfs_period_us')));
}

function toRatio(quota: string | undefined, period: string | undefined): number | undefined {
  const ratio = Number.parseInt(quota ?? '', 10) / Number.parseInt(period ?? '', 10);
  return Number.isFinite(ratio) && ratio > 0 ? ratio : undefined;
}
