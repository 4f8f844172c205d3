import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { repository } from '#libs/testing';

const FOLDER = join(repository, 'dist/e2e/load');

/** A built entry file of this folder or of `attacks`, as a process of its own. */
export class EntryProcess {
  private constructor(private readonly child: ChildProcess) {}

  /** Starts it with a job as its argument. @param file from `e2e/load`, `*.entry.js` @param niceness how far it stands behind other processes, 0 to 19 */
  static start(file: string, job: object, niceness = 0): EntryProcess {
    const child = fork(join(FOLDER, file), [JSON.stringify(job)], {
      execPath: 'nice',
      // Nothing of this process' own options: a test runner has conditions that built files do not work with.
      execArgv: ['-n', String(niceness), process.execPath],
      env: { PATH: process.env.PATH },
    });
    return new EntryProcess(child);
  }

  get id(): number {
    return this.child.pid ?? 0;
  }

  /** @returns its next message @throws Error when it ends, or when the time is over, without one */
  async receive(limitSeconds: number): Promise<unknown> {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), limitSeconds * 1_000);
    const ended = () => limit.abort();
    this.child.once('exit', ended);
    try {
      const [message] = (await once(this.child, 'message', { signal: limit.signal })) as [unknown];
      return message;
    } catch (error) {
      this.child.kill('SIGKILL');
      throw error;
    } finally {
      clearTimeout(timer);
      this.child.off('exit', ended);
    }
  }
}
