import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileTree } from '#libs/testing';
import { readCpuThrottling } from './cpu-throttling.js';

let tree: FileTree;

beforeEach(() => {
  tree = new FileTree();
});
afterEach(() => {
  tree.remove();
});

describe('CPU throttling', () => {
  it('reads version 2', () => {
    tree.write({
      'proc/self/cgroup': '0::/\n',
      'sys/fs/cgroup/cpu.stat': 'usage_usec 5\nnr_periods 40\nnr_throttled 10\nthrottled_usec 2500000\n',
    });
    expect(readCpuThrottling(tree.root)).toEqual({ periods: 40, throttledPeriods: 10, throttledSeconds: 2.5 });
  });

  it('reads version 1, which counts nanoseconds', () => {
    tree.write({
      'proc/self/cgroup': '4:cpu,cpuacct:/pod\n',
      'sys/fs/cgroup/cpu,cpuacct/pod/cpu.stat': 'nr_periods 40\nnr_throttled 10\nthrottled_time 2500000000\n',
    });
    expect(readCpuThrottling(tree.root)).toEqual({ periods: 40, throttledPeriods: 10, throttledSeconds: 2.5 });
  });

  it('takes the nearest group that has a quota', () => {
    tree.write({
      'proc/self/cgroup': '0::/slice/pod/container\n',
      'sys/fs/cgroup/slice/pod/container/cpu.stat': 'usage_usec 5\nnr_periods 0\nnr_throttled 0\nthrottled_usec 0\n',
      'sys/fs/cgroup/slice/pod/cpu.stat': 'usage_usec 5\nnr_periods 7\nnr_throttled 1\nthrottled_usec 1000\n',
      'sys/fs/cgroup/slice/cpu.stat': 'usage_usec 5\nnr_periods 9\nnr_throttled 9\nthrottled_usec 9\n',
    });
    expect(readCpuThrottling(tree.root)).toEqual({ periods: 7, throttledPeriods: 1, throttledSeconds: 0.001 });
  });

  it('knows of nothing where nothing limits', () => {
    tree.write({ 'proc/self/cgroup': '0::/\n', 'sys/fs/cgroup/cpu.stat': 'usage_usec 5\n' });
    expect(readCpuThrottling(tree.root)).toBeUndefined();
    expect(readCpuThrottling(join(tree.root, 'nowhere'))).toBeUndefined();
  });
});
