import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The CPU time that the control groups of this process allow, in CPUs (1.5 is one and a half cores).
 *
 * Node's `os.availableParallelism()` ignores it (Node 20) or gives the host's count below one CPU
 * (nodejs/node#59200). A group's own file is not enough: any of its ancestors may be tighter. Inside a container the
 * path that the kernel tells may not exist below the mount; the mount's root is then the container's own group.
 *
 * @param root where the file system starts; tests bring a tree of their own
 * @returns undefined when nothing limits it, or the system has no control groups
 */
export function readCpuQuota(root = '/'): number | undefined {
  const quotas = groupsOf(root).flatMap(({ mounts, path, quotaIn }) =>
    mounts.flatMap((mount) => ancestorsOf(path).map((ancestor) => quotaIn(join(root, mount, ancestor)))),
  );
  const limits = quotas.filter((quota) => quota !== undefined);
  return limits.length > 0 ? Math.min(...limits) : undefined;
}

interface Group {
  /** Where this kind of group is mounted by convention. */
  readonly mounts: readonly string[];
  readonly path: string;
  readonly quotaIn: (folder: string) => number | undefined;
}

/** The lines of /proc/self/cgroup: `0::/path` is version 2, `4:cpu,cpuacct:/path` version 1. */
function groupsOf(root: string): Group[] {
  const lines = (read(join(root, 'proc/self/cgroup')) ?? '').split('\n');
  return lines.flatMap((line): Group[] => {
    const match = /^\d+:([^:]*):(.*)$/.exec(line);
    if (!match) return [];
    const [, controllers = '', path = '/'] = match;
    if (controllers === '') return [{ mounts: ['sys/fs/cgroup', 'sys/fs/cgroup/unified'], path, quotaIn: quotaOfV2 }];
    if (!controllers.split(',').includes('cpu')) return [];
    return [{ mounts: [`sys/fs/cgroup/${controllers}`, 'sys/fs/cgroup/cpu'], path, quotaIn: quotaOfV1 }];
  });
}

/** `/a/b` -> `/a/b`, `/a`, `/`. */
function ancestorsOf(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '..');
  return parts.map((_, index) => `/${parts.slice(0, parts.length - index).join('/')}`).concat('/');
}

/** `cpu.max`: "<quota> <period>" in microseconds, or "max <period>". */
function quotaOfV2(folder: string): number | undefined {
  const [quota, period] = (read(join(folder, 'cpu.max')) ?? '').trim().split(/\s+/);
  return ratioOf(quota, period);
}

/** -1 is no limit. */
function quotaOfV1(folder: string): number | undefined {
  return ratioOf(read(join(folder, 'cpu.cfs_quota_us')), read(join(folder, 'cpu.cfs_period_us')));
}

function ratioOf(quota: string | undefined, period: string | undefined): number | undefined {
  const ratio = Number.parseInt(quota ?? '', 10) / Number.parseInt(period ?? '', 10);
  return Number.isFinite(ratio) && ratio > 0 ? ratio : undefined;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // No such group: nothing limits here.
  }
}
