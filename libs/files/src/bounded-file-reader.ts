import type { Clock } from '#libs/clock';
import { followRead } from './pending-reads.js';
import { FileError, readSmallFile } from './read-small-file.js';

export interface BoundedFileReaderOptions {
  readonly path: string;
  readonly clock: Clock;
  readonly timeLimitMs: number;
  /** Replaces readSmallFile in tests. */
  readonly readFile?: (path: string) => Promise<string>;
}

/**
 * Reads one file again and again, with a time limit. A read from a stuck mount cannot be cancelled, and holds one of the
 * four threads of libuv: so there is never more than one read of the file, and the next one begins when it has ended.
 */
export class BoundedFileReader {
  private pending: Promise<string> | undefined;

  constructor(private readonly options: BoundedFileReaderOptions) {}

  /**
   * Reads the file, or waits for the read that is pending.
   *
   * @throws FileError as readSmallFile, and when the time limit is over
   */
  async read(): Promise<string> {
    const { timeLimitMs } = this.options;
    const pending = (this.pending ??= this.begin());
    const content = await Promise.race([pending, this.timeout(timeLimitMs, pending)]);
    if (content === undefined) throw new FileError(`it was not read within ${timeLimitMs} ms`);
    return content;
  }

  /** Resolves when no read is pending, or after `limitMs`. */
  async settle(limitMs: number): Promise<void> {
    if (this.pending) await Promise.race([this.pending.catch(() => {}), this.timeout(limitMs, this.pending)]);
  }

  private begin(): Promise<string> {
    const { path, readFile = readSmallFile } = this.options;
    const read = followRead(readFile(path)).finally(() => (this.pending = undefined));
    // It may end after the time limit, when it has no reader.
    read.catch(() => {});
    return read;
  }

  /** Resolves with undefined after `limitMs`; the end of `read` cancels the timer. */
  private timeout(limitMs: number, read: Promise<string>): Promise<undefined> {
    return new Promise((resolve) => {
      const cancel = this.options.clock.after(limitMs, () => {
        resolve(undefined);
      });
      void read.catch(() => {}).then(cancel);
    });
  }
}
