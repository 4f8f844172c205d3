import { readFileSync } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';

/** The process that writes an output. */
interface LockHolder {
  readonly host: string;
  readonly processId: number;
  /** Tells the process from a later one with the same ID; undefined where the system has no `/proc`. */
  readonly startTicks: string | undefined;
}

export function getLockPath(outputPath: string): string {
  return `${outputPath}.lock`;
}

/**
 * Keeps a second run away from an output: the file `<output>.lock` names the process that writes it. A lock whose process has
 * ended does not count, so a run can be resumed at once after a kill. A process of another host cannot be looked up: its lock
 * does not count either.
 */
export class OutputLock {
  private constructor(private readonly path: string) {}

  /** @throws Error when a process of this host writes the output */
  static async acquire(output: string): Promise<OutputLock> {
    const path = getLockPath(output);
    if (!(await create(path))) {
      const holder = await readHolder(path);
      if (holder && isRunning(holder)) throw inUse(output, holder);
      await rm(path, { force: true });
      if (!(await create(path))) throw inUse(output, await readHolder(path));
    }
    return new OutputLock(path);
  }

  async release(): Promise<void> {
    await rm(this.path, { force: true });
  }
}

/** @returns false when there is a lock */
async function create(path: string): Promise<boolean> {
  const file = await open(path, 'wx').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error) {
      if (error.code === 'EEXIST') return undefined;
      if (error.code === 'ENOENT') throw new Error(`there is no folder ${dirname(path)}`, { cause: error });
    }
    throw error;
  });
  if (!file) return false;
  try {
    const holder: LockHolder = {
      host: hostname(),
      processId: process.pid,
      startTicks: readStartTicks(process.pid),
    };
    await file.writeFile(JSON.stringify(holder));
  } finally {
    await file.close();
  }
  return true;
}

/** @returns undefined when the lock is gone, or was not written to its end */
async function readHolder(path: string): Promise<LockHolder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as LockHolder;
  } catch {
    return undefined;
  }
}

function isRunning({ host, processId, startTicks }: LockHolder): boolean {
  if (host !== hostname()) return false;
  if (readStartTicks(process.pid) !== undefined) return readStartTicks(processId) === startTicks;
  // In a container that was started again, the former process had the ID of this one.
  if (processId === process.pid) return false;
  try {
    return process.kill(processId, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** @returns field 22 of `/proc/<id>/stat`, see proc(5); undefined when the process has ended, and where there is no `/proc` */
function readStartTicks(processId: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, 'utf8');
    // The name of the program, in parentheses, may have spaces and parentheses itself.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? undefined : fields[18];
  } catch {
    return undefined;
  }
}

function inUse(output: string, holder: LockHolder | undefined): Error {
  const writer = holder ? `process ${holder.processId}` : 'another process';
  return new Error(`${writer} is writing ${output}: wait until it has ended, or stop it`);
}
