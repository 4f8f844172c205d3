import type { Clock } from '#libs/clock';
import { BoundedFileReader, FileError, readSmallFileSync } from '#libs/files';
import { ApiKeys } from '../config/api-keys.js';

/** A tenth of the time within which a new key must work. Watching fails on mounted secrets: they change behind links. */
const REREAD_INTERVAL_MS = 500;
const READ_WITHIN_MS = 2_000;
/** For a read that is pending at shutdown, and not stuck. */
const SETTLE_WITHIN_MS = 1_000;

export interface ApiKeyFileOptions {
  readonly path: string;
  readonly clock: Clock;
  /** Receives one sentence for each new content: the number of keys, or why it is not valid. No sentence quotes the content. */
  readonly logger: Pick<Console, 'log' | 'warn'>;
  /** Replaces the read of the file in tests. */
  readonly readFile?: (path: string) => Promise<string>;
}

/** What the last read of the file found: its content, or why there is none. */
type ReadResult = { readonly content: string } | { readonly fault: string };

/**
 * The keys of the file's last valid content. A file that is missing, half written or stuck changes nothing, because it must
 * not lock out every client: the last valid keys stay in use, and `fault` says so.
 */
export class ApiKeyFile {
  private readonly reader: BoundedFileReader;
  private lastRead: ReadResult;
  private current: ApiKeys;
  private currentFault: string | undefined;
  private cancel: () => void = () => {};
  private isClosed = false;

  /** @throws Error when the file cannot be read or is faulty */
  constructor(private readonly options: ApiKeyFileOptions) {
    this.reader = new BoundedFileReader({ ...options, timeLimitMs: READ_WITHIN_MS });
    const content = readSmallFileSync(options.path);
    this.current = new ApiKeys(content);
    this.lastRead = { content };
    this.schedule();
  }

  get keys(): ApiKeys {
    return this.current;
  }

  /** A clause about the file's present content, without any of it; undefined while it is valid. */
  get fault(): string | undefined {
    return this.currentFault;
  }

  /** Stops the reads. Resolves when none is pending, or after a second. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.cancel();
    await this.reader.settle(SETTLE_WITHIN_MS);
  }

  private schedule(): void {
    if (this.isClosed) return;
    this.cancel = this.options.clock.after(REREAD_INTERVAL_MS, () => {
      void this.reread().then(() => {
        this.schedule();
      });
    });
  }

  private async reread(): Promise<void> {
    const read = await this.read();
    if (this.isClosed || isSame(read, this.lastRead)) return;
    this.lastRead = read;
    const { logger } = this.options;
    try {
      if ('fault' in read) throw new Error(read.fault);
      this.current = new ApiKeys(read.content);
      this.currentFault = undefined;
      logger.log(`the service has read API_KEYS_FILE again; API keys in use: ${this.current.count}`);
    } catch (error) {
      this.currentFault = error instanceof Error ? error.message : String(error);
      logger.warn(`API_KEYS_FILE ${this.currentFault}; the last valid keys stay in use`);
    }
  }

  private async read(): Promise<ReadResult> {
    try {
      return { content: await this.reader.read() };
    } catch (error) {
      return { fault: `cannot be read: ${error instanceof FileError ? error.message : 'unknown error'}` };
    }
  }
}

function isSame(one: ReadResult, other: ReadResult): boolean {
  if ('content' in one) return 'content' in other && one.content === other.content;
  return 'fault' in other && one.fault === other.fault;
}
