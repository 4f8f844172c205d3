import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PERIOD_US = 100_000;

/** A control group with a CPU quota, version 1 or 2. */
export class ControlGroup {
  private constructor(private readonly folder: string) {}

  /** @returns undefined where this machine does not let us make one */
  static create(cpus: number): ControlGroup | undefined {
    const version1 = existsSync('/sys/fs/cgroup/cpu/cpu.cfs_quota_us');
    const root = version1 ? '/sys/fs/cgroup/cpu' : '/sys/fs/cgroup';
    const folder = join(root, `sentiment-${process.pid}-${Math.round(cpus * 100)}`);
    try {
      mkdirSync(folder);
      if (version1) writeFileSync(join(folder, 'cpu.cfs_quota_us'), String(cpus * PERIOD_US));
      else writeFileSync(join(folder, 'cpu.max'), `${cpus * PERIOD_US} ${PERIOD_US}`);
      return new ControlGroup(folder);
    } catch {
      return undefined;
    }
  }

  /** A command that starts the rest of its arguments inside the group. */
  get prefix(): string[] {
    return ['sh', '-c', `echo $$ > ${this.folder}/cgroup.procs; exec "$@"`, 'sh'];
  }

  /** Once every process in it has ended. */
  remove(): void {
    rmdirSync(this.folder);
  }
}
