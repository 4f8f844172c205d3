import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileTree } from '#libs/testing';
import { readCpuQuota } from './cpu-quota.js';

let tree: FileTree;

beforeEach(() => {
  tree = new FileTree();
});
afterEach(() => {
  tree.remove();
});

describe('CPU quota', () => {
  it('reads version 2', () => {
    tree.write({ 'proc/self/cgroup': '0::/\n', 'sys/fs/cgroup/cpu.max': '150000 100000\n' });
    expect(readCpuQuota(tree.root)).toBe(1.5);
  });

  it('reads half a CPU', () => {
    tree.write({ 'proc/self/cgroup': '0::/pod\n', 'sys/fs/cgroup/pod/cpu.max': '50000 100000\n' });
    expect(readCpuQuota(tree.root)).toBe(0.5);
  });

  it('takes "max" for no limit', () => {
    tree.write({ 'proc/self/cgroup': '0::/pod\n', 'sys/fs/cgroup/pod/cpu.max': 'max 100000\n' });
    expect(readCpuQuota(tree.root)).toBeUndefined();
  });

  it('takes the tightest of all ancestors', () => {
    tree.write({
      'proc/self/cgroup': '0::/kubepods/pod1/container1\n',
      'sys/fs/cgroup/kubepods/cpu.max': '400000 100000\n',
      'sys/fs/cgroup/kubepods/pod1/cpu.max': '100000 100000\n',
      'sys/fs/cgroup/kubepods/pod1/container1/cpu.max': 'max 100000\n',
    });
    expect(readCpuQuota(tree.root)).toBe(1);
  });

  it('reads version 1, under either name of its mount', () => {
    const quota = { 'cpu.cfs_quota_us': '50000\n', 'cpu.cfs_period_us': '100000\n' };
    for (const [name, content] of Object.entries(quota))
      tree.write({ [`sys/fs/cgroup/cpu,cpuacct/pod/${name}`]: content });
    tree.write({ 'proc/self/cgroup': '5:memory:/elsewhere\n4:cpu,cpuacct:/pod\n0::/\n' });
    expect(readCpuQuota(tree.root)).toBe(0.5);
    rmSync(join(tree.root, 'sys'), { recursive: true });
    for (const [name, content] of Object.entries(quota)) tree.write({ [`sys/fs/cgroup/cpu/pod/${name}`]: content });
    expect(readCpuQuota(tree.root)).toBe(0.5);
  });

  it('takes -1 of version 1 for no limit', () => {
    tree.write({
      'proc/self/cgroup': '1:cpu:/\n',
      'sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n',
      'sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
    });
    expect(readCpuQuota(tree.root)).toBeUndefined();
  });

  it("finds a container's own group at the mount's root, where the told path does not exist", () => {
    tree.write({
      'proc/self/cgroup': '1:cpu:/docker/4711\n',
      'sys/fs/cgroup/cpu/cpu.cfs_quota_us': '200000\n',
      'sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
    });
    expect(readCpuQuota(tree.root)).toBe(2);
  });

  it('knows no limit where there are no control groups, or files that say nothing', () => {
    expect(readCpuQuota(tree.root)).toBeUndefined();
    tree.write({ 'proc/self/cgroup': '0::/\nnonsense\n', 'sys/fs/cgroup/cpu.max': '' });
    expect(readCpuQuota(tree.root)).toBeUndefined();
  });
});
