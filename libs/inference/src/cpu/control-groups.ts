import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A control group that this process is in, and every group around it. */
export interface ControlGroup {
  /** 2, or 1 for the older kind, which names its files otherwise. */
  readonly version: 1 | 2;
  /** The group's own folder first, then its ancestors'; some may not exist. */
  readonly folders: readonly string[];
}

/**
 * The groups of this process that have to do with the CPU.
 *
 * A group's own folder is not enough: any of its ancestors may be tighter. Inside a container the path that the kernel
 * tells may not exist below the mount; the mount's root is then the container's own group.
 *
 * @param root where the file system starts
 */
export function cpuControlGroups(root: string): ControlGroup[] {
  const lines = (readIfThere(join(root, 'proc/self/cgroup')) ?? '').split('\n');
  // `0::/path` is version 2, `4:cpu,cpuacct:/path` version 1.
  return lines.flatMap((line): ControlGroup[] => {
    const match = /^\d+:([^:]*):(.*)$/.exec(line);
    if (!match) return [];
    const [, controllers = '', path = '/'] = match;
    if (controllers === '') return [group(2, root, ['sys/fs/cgroup', 'sys/fs/cgroup/unified'], path)];
    if (!controllers.split(',').includes('cpu')) return [];
    return [group(1, root, [`sys/fs/cgroup/${controllers}`, 'sys/fs/cgroup/cpu'], path)];
  });
}

export function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** @param mounts where this kind of group is mounted by convention */
function group(version: 1 | 2, root: string, mounts: readonly string[], path: string): ControlGroup {
  return {
    version,
    folders: mounts.flatMap((mount) => listAncestors(path).map((ancestor) => join(root, mount, ancestor))),
  };
}

/** `/a/b` -> `/a/b`, `/a`, `/`. */
function listAncestors(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '..');
  return parts.map((_, index) => `/${parts.slice(0, parts.length - index).join('/')}`).concat('/');
}
