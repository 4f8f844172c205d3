import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = '/sys/fs/cgroup';
const PERIOD_US = 100_000;

/** What the kernel says of a group's memory. */
export interface GroupMemory {
  readonly currentBytes: number;
  /** Part of the current bytes: pages of files that the kernel takes back first. */
  readonly inactiveFileBytes: number;
  /** Highest current bytes so far, by the kernel. */
  readonly peakBytes: number;
  /** Processes that the kernel killed because of the limit. */
  readonly oomKills: number;
}

interface MemoryFiles {
  readonly folder: string;
  readonly current: string;
  readonly peak: string;
  readonly inactiveFile: string;
  readonly events: string;
}

/** A control group with a CPU quota and, where asked for, a memory limit; version 1 or 2. */
export class ControlGroup {
  private static created = 0;

  private constructor(
    private readonly folders: readonly string[],
    private readonly memory: MemoryFiles | undefined,
  ) {}

  /**
   * @param memoryBytes limit of the memory; undefined for none
   * @returns undefined where this machine does not let us make one
   */
  static create(cpus: number, memoryBytes?: number): ControlGroup | undefined {
    const name = `sentiment-${process.pid}-${Math.round(cpus * 100)}-${ControlGroup.created++}`;
    const folders: string[] = [];
    const add = (parent: string): string => {
      mkdirSync(join(parent, name));
      folders.push(join(parent, name));
      return join(parent, name);
    };
    try {
      const isVersion1 = existsSync(join(ROOT, 'cpu/cpu.cfs_quota_us'));
      const memory = isVersion1 ? createVersion1(add, cpus, memoryBytes) : createVersion2(add, cpus, memoryBytes);
      return new ControlGroup(folders, memory);
    } catch {
      for (const folder of folders) rmdirSync(folder);
      return undefined;
    }
  }

  /** A command that starts the rest of its arguments inside the group. */
  get prefix(): string[] {
    const joins = this.folders.map((folder) => `echo $$ > ${folder}/cgroup.procs`);
    return ['sh', '-c', `${joins.join('; ')}; exec "$@"`, 'sh'];
  }

  /** Ids of the processes that are in it now. */
  processIds(): number[] {
    const list = readFileSync(join(this.folders[0] ?? '', 'cgroup.procs'), 'utf8');
    return list.split('\n').filter(Boolean).map(Number);
  }

  /** @throws Error when the group has no memory limit */
  readMemory(): GroupMemory {
    if (!this.memory) throw new Error('this control group has no memory limit');
    const { folder, current, peak, inactiveFile, events } = this.memory;
    return {
      currentBytes: Number(readFileSync(join(folder, current), 'utf8')),
      inactiveFileBytes: readField(join(folder, 'memory.stat'), inactiveFile),
      // Kernels before 5.19 keep no peak in version 2.
      peakBytes: existsSync(join(folder, peak)) ? Number(readFileSync(join(folder, peak), 'utf8')) : Number.NaN,
      oomKills: readField(join(folder, events), 'oom_kill'),
    };
  }

  /** Once every process in it has ended. */
  remove(): void {
    for (const folder of this.folders) if (existsSync(folder)) rmdirSync(folder);
  }
}

/**
 * Whether groups with a memory limit can be made. Elsewhere than in CI their absence skips tests and prints the reason.
 *
 * @throws Error in CI, where the tests must run
 */
export function hasControlGroups(): boolean {
  const group = ControlGroup.create(1, 2 ** 30);
  group?.remove();
  if (group) return true;
  const reason = 'control groups with a memory limit cannot be made here (they need Linux and root)';
  if (process.env.CI) throw new Error(reason);
  process.stderr.write(`SKIPPED: tests of attacks. Reason: ${reason}.\n`);
  return false;
}

type AddFolder = (parent: string) => string;

function createVersion1(add: AddFolder, cpus: number, memoryBytes: number | undefined): MemoryFiles | undefined {
  const cpu = add(findOwnFolder('cpu'));
  writeFileSync(join(cpu, 'cpu.cfs_quota_us'), String(cpus * PERIOD_US));
  if (memoryBytes === undefined) return undefined;
  const folder = add(findOwnFolder('memory'));
  writeFileSync(join(folder, 'memory.limit_in_bytes'), String(memoryBytes));
  return {
    folder,
    current: 'memory.usage_in_bytes',
    peak: 'memory.max_usage_in_bytes',
    inactiveFile: 'total_inactive_file',
    events: 'memory.oom_control',
  };
}

function createVersion2(add: AddFolder, cpus: number, memoryBytes: number | undefined): MemoryFiles | undefined {
  if (memoryBytes !== undefined) allowMemoryLimits();
  const folder = add(ROOT);
  writeFileSync(join(folder, 'cpu.max'), `${cpus * PERIOD_US} ${PERIOD_US}`);
  if (memoryBytes === undefined) return undefined;
  writeFileSync(join(folder, 'memory.max'), String(memoryBytes));
  if (existsSync(join(folder, 'memory.swap.max'))) writeFileSync(join(folder, 'memory.swap.max'), '0');
  return {
    folder,
    current: 'memory.current',
    peak: 'memory.peak',
    inactiveFile: 'inactive_file',
    events: 'memory.events',
  };
}

/** Lets groups below the root have limits, where they have none yet. */
function allowMemoryLimits(): void {
  const file = join(ROOT, 'cgroup.subtree_control');
  if (!/\bmemory\b/.test(readFileSync(file, 'utf8'))) writeFileSync(file, '+cpu +memory');
}

/** This process' own group of a controller, so that the limits around it hold for the new group too (version 1). */
function findOwnFolder(controller: string): string {
  const lines = readFileSync('/proc/self/cgroup', 'utf8').split('\n');
  const own = lines.map((line) => line.split(':')).find(([, names = '']) => names.split(',').includes(controller));
  const folder = join(ROOT, controller, own?.[2] ?? '');
  // In a container the path may be one of the host.
  return existsSync(folder) ? folder : join(ROOT, controller);
}

/** The value of a line `<name> <value>`. */
function readField(file: string, name: string): number {
  const line = readFileSync(file, 'utf8')
    .split('\n')
    .find((each) => each.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1));
}
