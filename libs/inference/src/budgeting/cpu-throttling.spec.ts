import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCpuThrottling } from './cpu-throttling.js';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cgroup-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function tree(files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

describe('readCpuThrottling', () => {
  it('reads version 2', () => {
    tree({
      'proc/self/cgroup': '0::/\n',
      'sys/fs/cgroup/cpu.stat': 'usage_usec 5\nnr_periods 40\nnr_throttled 10\nthrottled_usec 2500000\n',
    });
    expect(readCpuThrottling(root)).toEqual({ periods: 40, throttledPeriods: 10, throttledSeconds: 2.5 });
  });

  it('reads version 1, which counts nanoseconds', () => {
    tree({
      'proc/self/cgroup': '4:cpu,cpuacct:/pod\n',
      'sys/fs/cgroup/cpu,cpuacct/pod/cpu.stat': 'nr_periods 40\nnr_throttled 10\nthrottled_time 2500000000\n',
    });
    expect(readCpuThrottling(root)).toEqual({ periods: 40, throttledPeriods: 10, throttledSeconds: 2.5 });
  });

  it('takes the nearest group that has a quota', () => {
    tree({
      'proc/self/cgroup': '0::/slice/pod/container\n',
      'sys/fs/cgroup/slice/pod/container/cpu.stat': 'usage_usec 5\nnr_periods 0\nnr_throttled 0\nthrottled_usec 0\n',
      'sys/fs/cgroup/slice/pod/cpu.stat': 'usage_usec 5\nnr_periods 7\nnr_throttled 1\nthrottled_usec 1000\n',
      'sys/fs/cgroup/slice/cpu.stat': 'usage_usec 5\nnr_periods 9\nnr_throttled 9\nthrottled_usec 9\n',
    });
    expect(readCpuThrottling(root)).toEqual({ periods: 7, throttledPeriods: 1, throttledSeconds: 0.001 });
  });

  it('knows of nothing where nothing limits', () => {
    tree({ 'proc/self/cgroup': '0::/\n', 'sys/fs/cgroup/cpu.stat': 'usage_usec 5\n' });
    expect(readCpuThrottling(root)).toBeUndefined();
    expect(readCpuThrottling(join(root, 'nowhere'))).toBeUndefined();
  });
});
